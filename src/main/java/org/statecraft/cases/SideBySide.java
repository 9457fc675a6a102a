package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what was expected and what came in two columns; rows that differ are marked. */
final class SideBySide {

  private static final int WIDEST = 70;
  private static final String DIFFERS = "!   ";
  private static final String SAME = "    ";

  private final List<Row> rows = new ArrayList<>();

  /** One line of both columns. */
  private record Row(String mark, String left, String right) {}

  private SideBySide() {}

  /** Two lists of lines as they are. */
  static String of(List<String> expected, List<String> actual) {
    SideBySide table = new SideBySide();
    table.add(SAME, expected, actual);
    return table.text();
  }

  /**
   * Documents element by element, each beside the one that is most like it. What a case says
   * nothing of stands behind what it asks for.
   */
  static String ofDocuments(List<JsonNode> expected, List<JsonNode> actual) {
    SideBySide table = new SideBySide();
    List<JsonNode> left = new ArrayList<>(actual);
    for (JsonNode each : expected) {
      Optional<JsonNode> like =
          left.stream().max(Comparator.comparingLong(one -> elementsAlike(each, one)));
      like.ifPresent(left::remove);
      table.document(each, like.orElse(MissingNode.getInstance()));
    }
    left.forEach(each -> table.add(DIFFERS, List.of("(none)"), document(each)));
    return table.text();
  }

  private static long elementsAlike(JsonNode expected, JsonNode actual) {
    return expected.properties().stream()
        .filter(each -> JsonMatch.matches(each.getValue(), actual.path(each.getKey()), false))
        .count();
  }

  private void document(JsonNode expected, JsonNode actual) {
    if (actual.isMissingNode()) {
      add(DIFFERS, document(expected), List.of("(none)"));
      return;
    }
    add(SAME, List.of("-"), List.of("-"));
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      JsonNode came = actual.path(each.getKey());
      add(
          JsonMatch.matches(each.getValue(), came, false) ? SAME : DIFFERS,
          element(each.getKey(), each.getValue()),
          element(each.getKey(), came));
    }
    for (Map.Entry<String, JsonNode> each : actual.properties()) {
      if (!expected.has(each.getKey())) {
        add(SAME, List.of(), element(each.getKey(), each.getValue()));
      }
    }
  }

  private static List<String> document(JsonNode node) {
    List<String> lines = new ArrayList<>(List.of("-"));
    lines.addAll(lines(node));
    return lines;
  }

  private static List<String> element(String name, JsonNode node) {
    List<String> lines = new ArrayList<>();
    add(lines, "", name, node);
    return lines;
  }

  private void add(String mark, List<String> left, List<String> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      rows.add(
          new Row(mark, i < left.size() ? left.get(i) : "", i < right.size() ? right.get(i) : ""));
    }
  }

  private String text() {
    int width = "expected".length();
    for (Row each : rows) {
      width = Math.max(width, Math.min(WIDEST, each.left().length()));
    }
    StringBuilder text = new StringBuilder();
    line(text, width, new Row(SAME, "expected", "actual"));
    for (Row each : rows) {
      line(text, width, each);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, int width, Row row) {
    text.append(row.mark()).append(row.left());
    text.append(" ".repeat(Math.max(0, width - row.left().length())));
    text.append((" | " + row.right()).stripTrailing()).append('\n');
  }

  /** A document, one element a line, members indented. */
  static List<String> lines(JsonNode node) {
    List<String> lines = new ArrayList<>();
    add(lines, "", "", node);
    return lines;
  }

  private static void add(List<String> lines, String indent, String name, JsonNode node) {
    String label = name.isEmpty() ? "" : name + ": ";
    if (node.isObject()) {
      if (!name.isEmpty()) {
        lines.add(indent + name + ":");
      }
      String deeper = name.isEmpty() ? indent : indent + "  ";
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        add(lines, deeper, each.getKey(), each.getValue());
      }
    } else if (node.isArray()) {
      lines.add(indent + label + (node.isEmpty() ? "[]" : ""));
      for (JsonNode item : node) {
        List<String> own = lines(item);
        for (int i = 0; i < own.size(); i++) {
          lines.add(indent + (i == 0 ? "- " : "  ") + own.get(i));
        }
      }
    } else {
      lines.add(
          indent + label + (node.isNull() || node.isMissingNode() ? "(not sent)" : node.asText()));
    }
  }
}
