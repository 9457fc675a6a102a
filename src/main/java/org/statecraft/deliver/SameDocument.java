package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.edfi.ResourceBody;

/**
 * Tells whether a document that an API gave out is the one we sent. What the API adds of its own
 * does not count, nor the order of a collection's items. In doubt they are different: sending a
 * document once more does no harm, not sending it does.
 */
final class SameDocument {

  private static final Set<String> ADDED =
      Set.of("id", "_etag", "_lastModifiedDate", "lastModifiedDate", "link");

  private SameDocument() {}

  static boolean is(ResourceBody sent, JsonNode found) {
    return same(sent.tree(), found);
  }

  private static boolean same(JsonNode a, JsonNode b) {
    if (a.isObject() && b.isObject()) {
      return sameMembers(members(a), members(b));
    }
    if (a.isArray() && b.isArray()) {
      return sameItems(a, b);
    }
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    return a.equals(b);
  }

  private static Map<String, JsonNode> members(JsonNode object) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            member -> {
              if (!ADDED.contains(member.getKey()) && !isNothing(member.getValue())) {
                members.put(member.getKey(), member.getValue());
              }
            });
    return members;
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  private static boolean sameMembers(Map<String, JsonNode> a, Map<String, JsonNode> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(
                member -> {
                  JsonNode other = b.get(member.getKey());
                  return other != null && same(member.getValue(), other);
                });
  }

  private static boolean sameItems(JsonNode a, JsonNode b) {
    List<JsonNode> left = new ArrayList<>();
    b.forEach(left::add);
    for (JsonNode item : a) {
      boolean found = false;
      for (int at = 0; at < left.size() && !found; at++) {
        if (same(item, left.get(at))) {
          left.remove(at);
          found = true;
        }
      }
      if (!found) {
        return false;
      }
    }
    return left.isEmpty();
  }
}
