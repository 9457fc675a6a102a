package org.statecraft.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.DidYouMean;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/** Compares choices with what a pack knows. Every answer is in words for a person. */
public final class PreferenceCheck {

  private final String pack;
  private final FactCatalogue catalogue;
  private final List<String> resources;
  private final Map<String, Preference> preferences = new LinkedHashMap<>();

  public PreferenceCheck(RulePack pack) {
    this.pack = pack.name();
    this.catalogue = pack.catalogue();
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
    return preference
        .column()
        .flatMap(column -> neverIn(column, choice.campusValue()))
        .or(() -> Optional.ofNullable(choice.code()).flatMap(preference::fault));
  }

  /** A value that is not written as the kept rows write it would never be met. */
  private Optional<String> neverIn(Preference.Column column, String value) {
    return catalogue
        .table(column.table())
        .flatMap(table -> table.typeOf(column.name()))
        .filter(type -> !value.matches(form(type)))
        .map(
            type ->
                "'"
                    + value
                    + "' can never stand in "
                    + column
                    + ", which is of the type "
                    + type.name().toLowerCase(Locale.ROOT));
  }

  private static String form(ColumnType type) {
    return switch (type) {
      case TEXT -> "(?s).*";
      case ID -> "0|-?[1-9][0-9]*";
      case NUMBER -> "0|-?([1-9][0-9]*|0(?=\\.))(\\.[0-9]*[1-9])?";
      case FLAG -> "true|false";
      case DATE -> "[0-9]{4}-[0-9]{2}-[0-9]{2}";
      case TIME -> "[0-9]{4}-[0-9]{2}-[0-9]{2}T.*";
    };
  }
}
