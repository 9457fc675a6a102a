package org.statecraft.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.DidYouMean;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/** Compares choices with what a pack knows. Every answer is in words for a person. */
public final class PreferenceCheck {

  private final String pack;
  private final List<String> resources;
  private final Map<String, Preference> preferences = new LinkedHashMap<>();

  public PreferenceCheck(RulePack pack) {
    this.pack = pack.name();
    this.resources = pack.resources().keySet().stream().map(ResourceName::value).toList();
    pack.preferences().forEach(each -> preferences.put(each.name(), each));
  }

  /** What is wrong with the name of a resource, if anything. */
  public Optional<String> faultOfResource(ResourceName name) {
    return resources.contains(name.value())
        ? Optional.empty()
        : Optional.of(
            "the pack "
                + pack
                + " has no resource '"
                + name
                + "'"
                + DidYouMean.hint(name.value(), resources));
  }

  /** What is wrong with the name of a preference, if anything. */
  public Optional<String> faultOfPreference(String name) {
    return preferences.containsKey(name)
        ? Optional.empty()
        : Optional.of(
            "the pack "
                + pack
                + " has no preference '"
                + name
                + "'"
                + DidYouMean.hint(name, preferences.keySet()));
  }

  /** What is wrong with a value or code of a preference that the pack has, if anything. */
  public Optional<String> faultOf(MappingChoice choice) {
    Preference preference = preferences.get(choice.mapping());
    if (preference == null) {
      return Optional.empty();
    }
    List<String> values = preference.values();
    if (preference.column().isEmpty() && !values.contains(choice.campusValue())) {
      return Optional.of(
          "'"
              + choice.campusValue()
              + "' is no value of the preference "
              + preference.name()
              + DidYouMean.hint(choice.campusValue(), values));
    }
    return Optional.ofNullable(choice.code()).flatMap(preference::fault);
  }
}
