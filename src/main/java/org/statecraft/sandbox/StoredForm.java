package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.packs.SchemaElement;

/**
 * What a host keeps of a document: unknown elements, nulls and empty lists are dropped without a
 * word, and lists have no order of their own.
 */
final class StoredForm {

  private StoredForm() {}

  static ObjectNode of(Map<String, SchemaElement> elements, JsonNode object) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (SchemaElement element : elements.values()) {
      JsonNode value = object.path(element.name());
      if (value.isMissingNode() || value.isNull() || value.isArray() && value.isEmpty()) {
        continue;
      }
      kept.set(element.name(), element.array() ? list(element, value) : single(element, value));
    }
    return kept;
  }

  private static ArrayNode list(SchemaElement element, JsonNode value) {
    List<JsonNode> items = new ArrayList<>();
    value.forEach(item -> items.add(single(element, item)));
    if (items.size() > 1) {
      items.sort(Comparator.comparing(CanonicalJson::write));
    }
    return JsonNodeFactory.instance.arrayNode().addAll(items);
  }

  private static JsonNode single(SchemaElement element, JsonNode value) {
    return value.isObject() ? of(element.children(), value) : value;
  }
}
