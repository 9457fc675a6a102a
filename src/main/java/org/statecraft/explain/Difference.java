package org.statecraft.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two documents, element by element. */
public final class Difference {

  private static final String NONE = "nothing";

  private Difference() {}

  /** A line per element that differs, {@code path: before -> after}, in the order of the paths. */
  public static List<String> of(JsonNode before, JsonNode after) {
    Map<String, String> old = new TreeMap<>();
    Map<String, String> now = new TreeMap<>();
    flatten("", before, old);
    flatten("", after, now);
    TreeSet<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    List<String> lines = new ArrayList<>();
    for (String path : paths) {
      String was = old.getOrDefault(path, NONE);
      String is = now.getOrDefault(path, NONE);
      if (!was.equals(is)) {
        lines.add(path + ": " + was + " -> " + is);
      }
    }
    return lines;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> to) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              each ->
                  flatten(
                      path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                      each.getValue(),
                      to));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i), to);
      }
    } else {
      to.put(path, node.toString());
    }
  }
}
