package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The values an element could read, by dotted path, with the class of each.
 *
 * @param types in the order in which the facts declare them
 */
record Paths(Map<String, Class<?>> types) {

  /** More swaps of one element say no more, but take as long. */
  private static final int MOST = 3;

  /**
   * Other paths of the same class: those next to it in its own fact or, where it has none, the
   * first of other facts.
   */
  List<String> others(String path) {
    Class<?> type = types.get(path);
    if (type == null) {
      return List.of();
    }
    List<String> siblings = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    boolean behind = false;
    List<String> ahead = new ArrayList<>();
    for (Map.Entry<String, Class<?>> each : types.entrySet()) {
      String other = each.getKey();
      if (other.equals(path)) {
        behind = true;
      } else if (each.getValue() == type) {
        (!owner(other).equals(owner(path)) ? strangers : behind ? siblings : ahead).add(other);
      }
    }
    siblings.addAll(ahead);
    List<String> chosen = siblings.isEmpty() ? strangers : siblings;
    return chosen.subList(0, Math.min(MOST, chosen.size()));
  }

  private static String owner(String path) {
    return path.substring(0, path.lastIndexOf('.') + 1);
  }
}
