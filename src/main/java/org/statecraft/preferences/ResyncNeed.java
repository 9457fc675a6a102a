package org.statecraft.preferences;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Preference;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.PreferenceUses;

/**
 * Which resources a change of preferences leaves with records that were decided otherwise.
 *
 * @param due those that are switched on and wait for a resync because of it
 * @param switchedOff those that it switches off; there is nothing to resync in them
 * @param held the changed mappings of resources that are switched on; they come into force by the
 *     resync
 */
record ResyncNeed(
    Set<ResourceName> due, Set<ResourceName> switchedOff, List<PreferenceChange.Mapping> held) {

  /** A change that no decision made before was made without. */
  static ResyncNeed ofNothing(Set<ResourceName> switchedOff) {
    return new ResyncNeed(Set.of(), switchedOff, List.of());
  }

  static ResyncNeed of(RulePack pack, ResourcePreferences before, List<PreferenceChange> changes) {
    ResourcePreferences after = before.with(changes);
    Set<ResourceName> due = new TreeSet<>();
    Set<ResourceName> switchedOff = new TreeSet<>();
    for (ResourceName resource : pack.resources().keySet()) {
      if (isLookedUp(pack, resource)) {
        continue;
      }
      boolean was = before.enabled(resource, true);
      boolean is = after.enabled(resource, true);
      if (is && !was) {
        due.add(resource);
      } else if (was && !is) {
        switchedOff.add(resource);
      }
    }
    List<PreferenceChange.Mapping> held = new ArrayList<>();
    remapped(pack, before, after, changes)
        .forEach(
            (change, resources) -> {
              resources.removeIf(
                  resource -> !after.enabled(resource, true) || isLookedUp(pack, resource));
              due.addAll(resources);
              if (!resources.isEmpty()) {
                held.add(change);
              }
            });
    return new ResyncNeed(due, switchedOff, held);
  }

  /** What the state has loaded is never written, by no resync either. */
  private static boolean isLookedUp(RulePack pack, ResourceName resource) {
    ResourceDefinition definition = pack.resources().get(resource);
    return definition != null && definition.lookupOnly();
  }

  /** A choice that says what held without it changes nothing. */
  private static Map<PreferenceChange.Mapping, Set<ResourceName>> remapped(
      RulePack pack,
      ResourcePreferences before,
      ResourcePreferences after,
      List<PreferenceChange> changes) {
    Mappings old = Mappings.of(pack, before.choices());
    Mappings now = Mappings.of(pack, after.choices());
    Map<PreferenceChange.Mapping, Set<ResourceName>> remapped = new LinkedHashMap<>();
    Map<String, Set<ResourceName>> uses = Map.of();
    for (PreferenceChange each : changes) {
      if (each instanceof PreferenceChange.Mapping change) {
        Preference preference = pack.preference(change.preference()).orElse(null);
        if (preference != null
            && !old.code(preference, change.campusValue())
                .equals(now.code(preference, change.campusValue()))) {
          uses = uses.isEmpty() ? PreferenceUses.of(pack) : uses;
          remapped.put(change, new TreeSet<>(uses.getOrDefault(preference.name(), Set.of())));
        }
      }
    }
    return remapped;
  }
}
