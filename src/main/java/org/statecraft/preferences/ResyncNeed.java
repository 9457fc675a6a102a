package org.statecraft.preferences;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.PreferenceUses;

/**
 * Which resources a change of preferences leaves with records that were decided otherwise.
 *
 * @param due those that are switched on and wait for a resync because of it
 * @param switchedOff those that it switches off; there is nothing to resync in them
 */
record ResyncNeed(Set<ResourceName> due, Set<ResourceName> switchedOff) {

  static ResyncNeed of(RulePack pack, ResourcePreferences before, List<PreferenceChange> changes) {
    ResourcePreferences after = before.with(changes);
    Set<ResourceName> due = new TreeSet<>();
    Set<ResourceName> switchedOff = new TreeSet<>();
    for (ResourceName resource : pack.resources().keySet()) {
      boolean was = before.enabled(resource, true);
      boolean is = after.enabled(resource, true);
      if (is && !was) {
        due.add(resource);
      } else if (was && !is) {
        switchedOff.add(resource);
      }
    }
    due.addAll(remapped(pack, before, after, changes));
    due.removeIf(resource -> !after.enabled(resource, true));
    return new ResyncNeed(due, switchedOff);
  }

  /** A choice that says what held without it changes nothing. */
  private static Set<ResourceName> remapped(
      RulePack pack,
      ResourcePreferences before,
      ResourcePreferences after,
      List<PreferenceChange> changes) {
    Mappings old = Mappings.of(pack, before.choices());
    Mappings now = Mappings.of(pack, after.choices());
    Set<ResourceName> resources = new TreeSet<>();
    Map<String, Set<ResourceName>> uses = Map.of();
    for (PreferenceChange each : changes) {
      if (each instanceof PreferenceChange.Mapping change) {
        Preference preference = pack.preference(change.preference()).orElse(null);
        if (preference != null
            && !old.code(preference, change.campusValue())
                .equals(now.code(preference, change.campusValue()))) {
          uses = uses.isEmpty() ? PreferenceUses.of(pack) : uses;
          resources.addAll(uses.getOrDefault(preference.name(), Set.of()));
        }
      }
    }
    return resources;
  }
}
