package org.statecraft.packs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;

/**
 * One element of a resource in one data standard.
 *
 * @param array the value is a list, and the other components describe its items; a required list
 *     has at least one
 * @param min the shortest length of a text, 0 for other types
 * @param max the longest length of a text or descriptor, 0 for other types
 * @param children the members by name, in the order of the file; empty unless an object
 * @param refersTo for a reference: the resource, or the superclass of resources, it names
 * @param itemKey the children whose values tell two items of a list apart
 * @param descriptor for a descriptor: its name, such as {@code GradeLevelDescriptor}
 */
public record SchemaElement(
    String name,
    ElementType type,
    boolean required,
    boolean array,
    int min,
    int max,
    Map<String, SchemaElement> children,
    Optional<ResourceName> refersTo,
    List<String> itemKey,
    Optional<String> descriptor) {

  public SchemaElement {
    children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    itemKey = List.copyOf(itemKey);
  }

  /** What items of the list are told apart and sorted by: a server keeps no order of them. */
  public String itemSortKey(JsonNode item) {
    StringBuilder key = new StringBuilder();
    for (String name : itemKey) {
      key.append(item.path(name).asText()).append('\0');
    }
    return itemKey.isEmpty() ? CanonicalJson.write(item) : key.toString();
  }
}
