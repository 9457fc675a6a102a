package org.statecraft.preferences;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.connections.PreferenceChange;
import org.statecraft.connections.PreferenceCheck;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.PreferenceEdit.NotCopied;

/**
 * Copies the choices of one connection to another, as far as the packs of both know them. What the
 * other has besides stays.
 */
public final class PreferenceCopy {

  private final PreferenceCheck from;
  private final PreferenceCheck to;
  private final boolean overwrite;

  /**
   * @param overwrite whether a copied choice may take the place of another one
   */
  public PreferenceCopy(RulePack from, RulePack to, boolean overwrite) {
    this.from = new PreferenceCheck(from);
    this.to = new PreferenceCheck(to);
    this.overwrite = overwrite;
  }

  /** What copying {@code source} to a connection with the choices {@code target} means. */
  public PreferenceEdit edit(ResourcePreferences source, ResourcePreferences target) {
    Map<NotCopied, Integer> notCopied = new LinkedHashMap<>();
    Map<ResourceName, Boolean> toggles = new TreeMap<>();
    new TreeMap<>(source.enabled())
        .forEach(
            (resource, enabled) ->
                either(from.faultOfResource(resource), to.faultOfResource(resource))
                    .ifPresentOrElse(
                        why -> count(notCopied, resource.value(), why),
                        () -> toggles.put(resource, enabled)));
    List<MappingChoice> mappings = new ArrayList<>();
    for (MappingChoice choice : source.choices()) {
      Optional<String> unknown =
          either(from.faultOfPreference(choice.mapping()), to.faultOfPreference(choice.mapping()));
      Optional<String> unfit = to.faultOf(choice);
      if (unknown.isPresent()) {
        count(notCopied, choice.mapping(), unknown.get());
      } else if (unfit.isPresent()) {
        count(notCopied, choice.mapping() + " \"" + choice.campusValue() + "\"", unfit.get());
      } else {
        mappings.add(choice);
      }
    }
    PreferenceDiff diff =
        PreferenceDiff.toward(
            target, new ConnectionSeed(toggles, mappings), PreferenceDiff.Removal.NOTHING);
    List<PreferenceChange> conflicts =
        diff.changes().stream()
            .filter(each -> !overwrite && each.kind() == PreferenceChange.Kind.CHANGED)
            .toList();
    return new PreferenceEdit(
        diff,
        notCopied.entrySet().stream()
            .map(each -> new NotCopied(each.getKey().what(), each.getValue(), each.getKey().why()))
            .toList(),
        conflicts);
  }

  private static void count(Map<NotCopied, Integer> notCopied, String what, String why) {
    notCopied.merge(new NotCopied(what, 1, why), 1, Integer::sum);
  }

  private static Optional<String> either(Optional<String> one, Optional<String> two) {
    return one.or(() -> two);
  }
}
