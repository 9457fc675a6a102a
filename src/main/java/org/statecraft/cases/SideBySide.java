package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what was expected and what came in two columns. */
final class SideBySide {

  private static final int WIDEST = 70;

  private SideBySide() {}

  static String of(List<String> expected, List<String> actual) {
    int width = "expected".length();
    for (String line : expected) {
      width = Math.max(width, Math.min(WIDEST, line.length()));
    }
    StringBuilder text = new StringBuilder();
    row(text, width, "expected", "actual");
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      row(
          text,
          width,
          i < expected.size() ? expected.get(i) : "",
          i < actual.size() ? actual.get(i) : "");
    }
    return text.toString();
  }

  private static void row(StringBuilder text, int width, String left, String right) {
    text.append("    ").append(left);
    text.append(" ".repeat(Math.max(0, width - left.length())));
    text.append(" | ").append(right).append('\n');
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
      lines.add(indent + label + (node.isNull() ? "(not sent)" : node.asText()));
    }
  }
}
