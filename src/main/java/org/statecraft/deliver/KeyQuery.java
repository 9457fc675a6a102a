package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;

/**
 * Finds a record by its natural key. An Ed-Fi API flattens the paths of a key into query
 * parameters: the last name alone, or, where two paths end alike, with what the reference is called
 * before it unless the name begins with that anyway.
 */
final class KeyQuery {

  private static final String REFERENCE = "Reference";

  private KeyQuery() {}

  /** The query parameters and their values. */
  static Map<String, String> parameters(NaturalKey key) {
    JsonNode json = CanonicalJson.read(key.json());
    Map<String, Integer> uses = new HashMap<>();
    json.fieldNames().forEachRemaining(path -> uses.merge(last(path), 1, Integer::sum));
    Map<String, String> parameters = new LinkedHashMap<>();
    json.properties()
        .forEach(
            member -> {
              boolean unique = uses.getOrDefault(last(member.getKey()), 0) == 1;
              parameters.put(name(member.getKey(), unique), member.getValue().asText());
            });
    return parameters;
  }

  private static String name(String path, boolean unique) {
    String last = last(path);
    String role = role(path);
    boolean speaksForItself =
        role.isEmpty() || last.toLowerCase(Locale.ROOT).startsWith(role.toLowerCase(Locale.ROOT));
    if (speaksForItself || (unique && !isGeneric(last))) {
      return last;
    }
    return role + last.substring(0, 1).toUpperCase(Locale.ROOT) + last.substring(1);
  }

  /** A name of one word, such as "type", says nothing without what it is the type of. */
  private static boolean isGeneric(String name) {
    return name.equals(name.toLowerCase(Locale.ROOT));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static String role(String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0) {
      return "";
    }
    String reference = path.substring(path.lastIndexOf('.', dot - 1) + 1, dot);
    return reference.endsWith(REFERENCE)
        ? reference.substring(0, reference.length() - REFERENCE.length())
        : reference;
  }

  /** A record as an API gave it out. */
  record Found(OdsId id, JsonNode document) {}

  /**
   * The record with the key among those found. A server that overlooks a parameter finds too many,
   * so each is compared.
   */
  static Optional<Found> find(NaturalKey key, String found) {
    JsonNode json = CanonicalJson.read(found);
    List<String> paths = new ArrayList<>();
    CanonicalJson.read(key.json()).fieldNames().forEachRemaining(paths::add);
    Iterator<JsonNode> records = json.isArray() ? json.elements() : List.of(json).iterator();
    while (records.hasNext()) {
      JsonNode record = records.next();
      if (hasKey(record, paths, key) && !record.path("id").asText("").isBlank()) {
        return Optional.of(new Found(new OdsId(record.path("id").asText()), record));
      }
    }
    return Optional.empty();
  }

  private static boolean hasKey(JsonNode record, List<String> paths, NaturalKey key) {
    try {
      // Descriptors and names compare without regard to case at most servers.
      return NaturalKey.of(paths, record).json().equalsIgnoreCase(key.json());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
