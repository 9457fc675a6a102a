package org.statecraft.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.packs.Parameter;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/** Reads what a case says of a situation and lays it over one that is known already. */
final class SituationReader {

  /** What may stand in a situation. */
  static final List<String> KEYS =
      List.of("connection", "mappings", "parameters", "facts", "without", "excluded-after-sent");

  /** The situation a case starts from when its file names none: no rows, nothing chosen. */
  static final Situation NOTHING =
      new Situation(
          new SchoolYear(2025),
          "",
          Optional.empty(),
          Set.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of());

  private enum AfterSent {
    DELETE,
    KEEP
  }

  private final RulePack pack;
  private final RowReader rows;

  SituationReader(RulePack pack) {
    this.pack = pack;
    this.rows = new RowReader(pack.catalogue());
  }

  /** The situation with what a mapping says laid over it; other keys of the mapping are ignored. */
  Situation over(Situation below, YamlNode node) {
    YamlNode connection =
        node.get("connection").only("school-year", "unique-id", "data-standard", "off");
    return new Situation(
        year(connection.get("school-year"), below.schoolYear()),
        uniqueId(connection.get("unique-id"), below.uniqueId()),
        standard(connection.get("data-standard"), below.standard()),
        off(connection, below.off()),
        mappings(node.get("mappings"), below.mappings()),
        parameters(node.get("parameters"), below.parameters()),
        keeping(node.get("excluded-after-sent"), below.keeping()),
        rows.over(below.rows(), node.get("facts"), node.get("without")));
  }

  private static SchoolYear year(YamlNode node, SchoolYear below) {
    try {
      return node.isEmpty() ? below : new SchoolYear(Math.toIntExact(node.number(2025)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      node.problem(String.valueOf(e.getMessage()));
      return below;
    }
  }

  private String uniqueId(YamlNode node, String below) {
    Set<String> known = new TreeSet<>();
    pack.catalogue()
        .tables()
        .values()
        .forEach(table -> table.choices().values().forEach(ways -> known.addAll(ways.keySet())));
    if (!node.isEmpty() && !known.contains(node.text())) {
      node.problem(
          "there is no unique id '" + node.text() + "'" + DidYouMean.hint(node.text(), known));
    }
    return node.text(below);
  }

  private static Optional<DataStandard> standard(YamlNode node, Optional<DataStandard> below) {
    try {
      return node.isEmpty() ? below : Optional.of(new DataStandard(node.text()));
    } catch (IllegalArgumentException e) {
      node.problem(String.valueOf(e.getMessage()));
      return below;
    }
  }

  private Set<ResourceName> off(YamlNode connection, Set<ResourceName> below) {
    if (!connection.isMap() || !connection.map().containsKey("off")) {
      return below;
    }
    Set<ResourceName> off = new TreeSet<>();
    for (YamlNode each : connection.get("off").list()) {
      resource(pack, each.text(), each).ifPresent(off::add);
    }
    return off;
  }

  /** The resource of a name, or a problem at the place that names it. */
  static Optional<ResourceName> resource(RulePack pack, String name, YamlNode at) {
    for (ResourceName known : pack.resources().keySet()) {
      if (known.value().equals(name)) {
        return Optional.of(known);
      }
    }
    List<String> names = pack.resources().keySet().stream().map(ResourceName::value).toList();
    at.problem("the pack has no resource '" + name + "'" + DidYouMean.hint(name, names));
    return Optional.empty();
  }

  private Map<String, Map<String, Optional<String>>> mappings(
      YamlNode node, Map<String, Map<String, Optional<String>>> below) {
    Map<String, Map<String, Optional<String>>> mappings = new LinkedHashMap<>();
    below.forEach((name, codes) -> mappings.put(name, new LinkedHashMap<>(codes)));
    List<String> known = pack.preferences().stream().map(Preference::name).toList();
    node.map()
        .forEach(
            (name, codes) -> {
              if (!known.contains(name)) {
                codes.problem(
                    "there is no preference '" + name + "'" + DidYouMean.hint(name, known));
              }
              Map<String, Optional<String>> chosen =
                  mappings.computeIfAbsent(name, each -> new LinkedHashMap<>());
              codes
                  .map()
                  .forEach(
                      (value, code) ->
                          chosen.put(value, code.optional().filter(text -> !text.isBlank())));
            });
    return mappings;
  }

  private Map<String, Object> parameters(YamlNode node, Map<String, Object> below) {
    Map<String, Object> parameters = new TreeMap<>(below);
    List<String> known = pack.parameters().stream().map(Parameter::name).toList();
    node.map()
        .forEach(
            (name, value) -> {
              Object chosen = value.value();
              if (!known.contains(name)) {
                value.problem(
                    "there is no parameter '" + name + "'" + DidYouMean.hint(name, known));
              } else if (chosen == null) {
                value.problem("expected a value for the parameter " + name);
              } else {
                parameters.put(name, chosen);
              }
            });
    return parameters;
  }

  private Map<ResourceName, Boolean> keeping(YamlNode node, Map<ResourceName, Boolean> below) {
    Map<ResourceName, Boolean> keeping = new TreeMap<>(below);
    node.map()
        .forEach(
            (name, word) ->
                resource(pack, name, word)
                    .ifPresent(
                        resource ->
                            keeping.put(
                                resource,
                                word.choice(AfterSent.class, AfterSent.DELETE) == AfterSent.KEEP)));
    return keeping;
  }
}
