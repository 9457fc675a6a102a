package org.statecraft.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/**
 * Every fact type a pack's rules can name, with its fields: the tables of the catalogue, the few
 * facts the engine gives, a mapping fact per preference, and what the rule files declare.
 */
final class FactTypes {

  /** The dates of the connection's school year. */
  static final String CONFIGURED_YEAR = "ConfiguredYear";

  /** "This is not reported, because": about a fact, with the reason shown to people. */
  static final String EXCLUSION = "Exclusion";

  /** "A person should know": about a fact, with the text shown. */
  static final String REMARK = "Remark";

  /** A dated value of parameters.yaml. */
  static final String PARAMETER = "Parameter";

  private final Map<String, Map<String, String>> given = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> all = new LinkedHashMap<>();

  FactTypes(RulePack pack, List<DrlFile> files, Problems problems) {
    for (FactTable table : pack.catalogue().tables().values()) {
      given.put(table.name().value(), fields(table));
    }
    given.put(
        CONFIGURED_YEAR,
        ordered("schoolYear", "Long", "startDate", "LocalDate", "endDate", "LocalDate"));
    given.put(EXCLUSION, ordered("record", "Object", "reason", "String"));
    given.put(REMARK, ordered("record", "Object", "text", "String"));
    given.put(
        PARAMETER,
        ordered("name", "String", "text", "String", "number", "BigDecimal", "flag", "Boolean"));
    for (Preference preference : pack.preferences()) {
      String value = valueType(pack, preference);
      given.put(mappingType(preference), ordered("value", value, "code", "String"));
      given.put(blankType(preference), ordered("value", value));
    }
    all.putAll(given);
    for (DrlFile file : files) {
      file.declares()
          .forEach(
              (name, fields) -> {
                if (all.putIfAbsent(name, fields) != null) {
                  problems.add(
                      placeOf(file, name),
                      "the fact "
                          + name
                          + " is declared twice; facts of a pack share one name"
                          + " space");
                }
              });
    }
  }

  private static Place placeOf(DrlFile file, String declared) {
    String text = file.file().text();
    Matcher found =
        Pattern.compile("\\bdeclare\\s+" + Pattern.quote(declared) + "\\b").matcher(text);
    return new Place(
        file.file().shown(), found.find() ? DrlReader.lineOf(text, found.start()) : 0, 0);
  }

  /** "This value has this code": the fact type of a preference. */
  static String mappingType(Preference preference) {
    return preference.name() + "Mapping";
  }

  /** "This value has no code, on purpose": the other fact type of a preference. */
  static String blankType(Preference preference) {
    return preference.name() + "Blank";
  }

  private static Map<String, String> fields(FactTable table) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : table.fields()) {
      fields.put(field, table.typeOf(field).map(FactTypes::simpleName).orElse("String"));
    }
    return fields;
  }

  private static String valueType(RulePack pack, Preference preference) {
    return preference
        .column()
        .flatMap(
            column ->
                pack.catalogue()
                    .table(column.table())
                    .flatMap(table -> table.typeOf(column.name())))
        .map(FactTypes::simpleName)
        .orElse("String");
  }

  private static String simpleName(ColumnType type) {
    return type.javaType().getSimpleName();
  }

  private static Map<String, String> ordered(String... namesAndTypes) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return fields;
  }

  boolean has(String type) {
    return all.containsKey(type);
  }

  Map<String, String> fieldsOf(String type) {
    return all.getOrDefault(type, Map.of());
  }

  List<String> names() {
    return new ArrayList<>(all.keySet());
  }

  /** Checks that every fact and field the rules name exists. */
  void check(List<DrlFile> files, Problems problems) {
    for (DrlFile file : files) {
      for (RuleInfo rule : file.rules()) {
        if (!rule.derives().isEmpty() && !all.containsKey(rule.derives())) {
          unknownFact(rule.derives(), rule.then(), problems);
        } else if (given.containsKey(rule.derives())
            && !rule.derives().equals(EXCLUSION)
            && !rule.derives().equals(REMARK)) {
          problems.add(
              rule.then(),
              "rule \""
                  + rule.name()
                  + "\": "
                  + rule.derives()
                  + " comes from Campus; a rule declares and derives facts of its own");
        } else if (!rule.derives().isEmpty()) {
          checkValues(rule, problems);
        }
      }
      for (FieldUse use : file.uses()) {
        if (use.path().isEmpty() && !all.containsKey(use.type())) {
          unknownFact(use.type(), use.place(), problems);
        } else if (all.containsKey(use.type())) {
          checkPath(use, problems);
        }
      }
    }
  }

  private void checkValues(RuleInfo rule, Problems problems) {
    Map<String, String> fields = fieldsOf(rule.derives());
    if (rule.values() != ThenSide.NOT_COUNTED && rule.values() != fields.size()) {
      problems.add(
          rule.then(),
          "rule \""
              + rule.name()
              + "\": "
              + rule.derives()
              + " takes "
              + fields.size()
              + " values: "
              + String.join(", ", fields.keySet())
              + "; here are "
              + rule.values());
    }
  }

  /** Follows a dotted name from fact to fact, as far as its steps are facts. */
  private void checkPath(FieldUse use, Problems problems) {
    String at = use.type();
    for (String step : use.path()) {
      Map<String, String> fields = fieldsOf(at);
      if (!all.containsKey(at)) {
        return;
      }
      String next = fields.get(step);
      if (next == null) {
        problems.add(
            use.place(),
            at + " has no field '" + step + "'" + DidYouMean.hint(step, fields.keySet()));
        return;
      }
      at = next;
    }
  }

  private void unknownFact(String type, Place place, Problems problems) {
    problems.add(place, "there is no fact '" + type + "'" + DidYouMean.hint(type, names()));
  }

  /** The declarations of the given facts, as the engine's compiler wants them. */
  String declarations() {
    StringBuilder text = new StringBuilder();
    given.forEach(
        (name, fields) -> {
          text.append("declare ").append(name).append('\n');
          fields.forEach(
              (field, type) ->
                  text.append("  ").append(field).append(" : ").append(type).append('\n'));
          text.append("end\n");
        });
    return text.toString();
  }
}
