package org.statecraft.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;

/** Reads a script; what is wrong is added to the problems. */
final class ScriptReader {

  private static final List<String> STEP = List.of("as", "each", "row", "set", "form");

  private ScriptReader() {}

  static Script read(String name, String text, Problems problems) {
    YamlNode root = YamlFile.parse(name, text, problems);
    root.only(
        "connector",
        "first-position",
        "seed",
        "number-of-students",
        "batch",
        // Only a place for anchors.
        "lists",
        "api",
        "year");
    List<Script.ApiRecord> api = new ArrayList<>();
    for (YamlNode each : root.require("api").list()) {
      each.only("resource", "each", "body");
      api.add(
          new Script.ApiRecord(
              each.require("resource").text(),
              students(each.get("each")),
              Expression.read(each.require("body"))));
    }
    List<Script.Phase> phases = new ArrayList<>();
    for (YamlNode each : root.require("year").list()) {
      each.only("phase", "steps");
      phases.add(
          new Script.Phase(
              each.require("phase").text(),
              each.require("steps").list().stream().map(ScriptReader::step).toList()));
    }
    return new Script(
        root.require("connector").choice(Script.Connector.class, Script.Connector.SQLSERVER),
        root.require("first-position").number(1),
        root.require("seed").number(1),
        (int) root.require("number-of-students").number(0),
        root.get("batch").between(1, 10_000, 200),
        api,
        phases);
  }

  private static Script.Step step(YamlNode node) {
    List<String> known = new ArrayList<>(STEP);
    Script.Operation operation = Script.Operation.INSERT;
    YamlNode subject = node.get("");
    for (Script.Operation each : Script.Operation.values()) {
      String word = each.name().toLowerCase(Locale.ROOT);
      known.add(word);
      if (!node.get(word).isEmpty()) {
        operation = each;
        subject = node.get(word);
      }
    }
    node.only(known);
    if (subject.isEmpty()) {
      node.problem("the step does nothing: expected insert, update or another word of that kind");
    }
    boolean isNew = operation == Script.Operation.SNAPSHOT || operation == Script.Operation.INSERT;
    Map<String, Expression> columns = new LinkedHashMap<>();
    node.get(isNew ? "row" : "set")
        .map()
        .forEach((column, value) -> columns.put(column, Expression.read(value)));
    return new Script.Step(
        operation,
        isNew ? subject.text() : null,
        isNew ? node.get("as").text(subject.text()) : subject.text(),
        students(node.get("each")),
        columns,
        node.get("form").choice(Script.Form.class, Script.Form.BATCH));
  }

  private static Script.Students students(YamlNode node) {
    if (node.isEmpty()) {
      return Script.Students.NOBODY;
    }
    if (node.isScalar()) {
      return new Script.Students(Math.max(1, (int) node.number(1)), 1, Set.of());
    }
    node.only("every", "from", "except");
    return new Script.Students(
        node.get("every").between(1, 1_000_000, 1),
        node.get("from").between(1, 1_000_000, 1),
        node.get("except").list().stream()
            .map(each -> (int) each.number(0))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
