package org.statecraft.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.drl.Facts;
import org.statecraft.drl.RuleFile;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/**
 * Every fact type a pack's rules can name, with its fields: the tables of the catalogue, the few
 * facts the engine gives, a mapping fact per preference, and what the rule files declare.
 */
final class FactTypes implements Facts {

  /** What a declared field may be beside a fact. */
  private static final Set<String> SIMPLE =
      Set.of("String", "Long", "BigDecimal", "Boolean", "LocalDate", "LocalDateTime", "Object");

  /** The dates of the connection's school year. */
  static final String CONFIGURED_YEAR = "ConfiguredYear";

  /** "This is not reported, because": about a fact, with the reason shown to people. */
  static final String EXCLUSION = "Exclusion";

  /** "A person should know": about a fact, with the text shown. */
  static final String REMARK = "Remark";

  /** A dated value of parameters.yaml. */
  static final String PARAMETER = "Parameter";

  private final RulePack pack;
  private final Map<String, List<String>> keys = new HashMap<>();
  private final Map<String, Set<String>> values = new HashMap<>();
  private final Map<String, Map<String, String>> given = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> all = new LinkedHashMap<>();

  FactTypes(RulePack pack, List<DrlFile> files, Problems problems) {
    this.pack = pack;
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
    describeGiven();
    all.putAll(given);
    for (DrlFile file : files) {
      Map<String, Map<String, String>> declares = file.declares();
      for (RuleFile.Declaration each : file.source().declarations()) {
        if (all.putIfAbsent(each.name(), declares.getOrDefault(each.name(), Map.of())) != null) {
          problems.add(
              each.place(),
              "the fact "
                  + each.name()
                  + " is declared twice; facts of a pack share one name space");
        }
      }
    }
    files.forEach(file -> checkFields(file, problems));
  }

  /** What tells the facts the engine gives from one another, and the values they can have. */
  private void describeGiven() {
    keys.put(CONFIGURED_YEAR, List.of());
    keys.put(PARAMETER, List.of("name"));
    Set<String> parameters = new TreeSet<>();
    pack.parameters().forEach(each -> parameters.add(each.name()));
    values.put(PARAMETER + ".name", parameters);
    for (Preference each : pack.preferences()) {
      keys.put(mappingType(each), List.of("value"));
      if (each.column().isEmpty()) {
        values.put(mappingType(each) + ".value", new TreeSet<>(each.values()));
      }
    }
  }

  private void checkFields(DrlFile file, Problems problems) {
    for (RuleFile.Declaration declaration : file.source().declarations()) {
      Set<String> seen = new TreeSet<>();
      for (RuleFile.Field field : declaration.fields()) {
        if (!seen.add(field.name())) {
          problems.add(
              field.place(), declaration.name() + " has the field " + field.name() + " already");
        }
        if (!SIMPLE.contains(field.type()) && !all.containsKey(field.type())) {
          List<String> known = new ArrayList<>(SIMPLE);
          known.addAll(all.keySet());
          problems.add(
              field.typePlace(),
              "there is no type '"
                  + field.type()
                  + "'"
                  + DidYouMean.closest(field.type(), known)
                      .map(word -> "; did you mean '" + word + "'?")
                      .orElse(
                          "; a field is one of "
                              + SIMPLE.stream().sorted().toList()
                              + " or a fact"));
        }
      }
    }
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

  @Override
  public List<String> names() {
    return new ArrayList<>(all.keySet());
  }

  @Override
  public Map<String, String> fieldsOf(String fact) {
    return all.getOrDefault(fact, Map.of());
  }

  @Override
  public boolean isDeclared(String fact) {
    return all.containsKey(fact) && !given.containsKey(fact);
  }

  @Override
  public boolean mayBeDerived(String fact) {
    return isDeclared(fact) || fact.equals(EXCLUSION) || fact.equals(REMARK);
  }

  @Override
  public boolean isResult(String fact) {
    return fact.equals(EXCLUSION)
        || fact.equals(REMARK)
        || pack.resources().values().stream().anyMatch(each -> each.record().equals(fact));
  }

  @Override
  public List<String> keyOf(String fact) {
    return pack.catalogue().tables().values().stream()
        .filter(table -> table.name().value().equals(fact))
        .findFirst()
        .map(FactTable::key)
        .orElseGet(() -> keys.getOrDefault(fact, List.copyOf(fieldsOf(fact).keySet())));
  }

  @Override
  public Optional<Set<String>> valuesOf(String fact, String field) {
    return Optional.ofNullable(values.get(fact + "." + field));
  }

  /**
   * The declarations of the given facts that rules can meet, as the engine's compiler wants them.
   * Each costs a class; those that no rule has to do with are left out.
   */
  String declarations(Collection<RuleInfo> rules) {
    Set<String> met = new HashSet<>(Set.of(EXCLUSION, REMARK));
    rules.forEach(rule -> met.addAll(rule.reads()));
    all.values().forEach(fields -> met.addAll(fields.values()));
    pack.fixedAfterSent().forEach(fixed -> met.add(fixed.fact()));
    StringBuilder text = new StringBuilder();
    given.forEach(
        (name, fields) -> {
          if (met.contains(name)) {
            declaration(text, name, fields);
          }
        });
    return text.toString();
  }

  static void declaration(StringBuilder text, String name, Map<String, String> fields) {
    text.append("declare ").append(name).append('\n');
    fields.forEach(
        (field, type) -> text.append("  ").append(field).append(" : ").append(type).append('\n'));
    text.append("end\n");
  }
}
