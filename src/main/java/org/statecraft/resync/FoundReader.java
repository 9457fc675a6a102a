package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.SchemaElement;

/** Reads the records of a page of one resource. Pure. */
final class FoundReader {

  /** What a server adds to a document of ours, at any depth. */
  private static final Set<String> ADDED =
      Set.of("id", "_etag", "_lastModifiedDate", "link", "_changeVersion");

  private static final String EXTENSION = "_ext";

  private final ResourceSchema schema;
  private final List<SchemaElement> lists;
  private final @Nullable String organization;
  private final @Nullable String person;

  FoundReader(ResourceSchema schema, Iterable<SchemaElement> elements) {
    this.schema = schema;
    this.lists = new ArrayList<>();
    elements.forEach(
        element -> {
          if (element.array()) {
            lists.add(element);
          }
        });
    this.organization = keyPath(schema, schema.access().organization());
    this.person = keyPath(schema, schema.access().student());
  }

  /** Where in the natural key an organization or a student is named. */
  private static @Nullable String keyPath(ResourceSchema schema, Optional<String> reference) {
    return reference
        .flatMap(
            name -> schema.key().stream().filter(path -> path.startsWith(name + ".")).findFirst())
        .orElse(null);
  }

  /** The path of the natural key that names the organization; null if there is none. */
  @Nullable String organizationPath() {
    return organization;
  }

  /**
   * The records of an answer.
   *
   * @throws IllegalArgumentException if it is no list of records of the resource
   */
  List<FoundRecord> read(String body) {
    JsonNode page = CanonicalJson.read(body);
    if (!page.isArray()) {
      throw new IllegalArgumentException(
          "the API answered a page of " + schema.resource() + " with something else than a list");
    }
    List<FoundRecord> found = new ArrayList<>(page.size());
    for (JsonNode each : page) {
      found.add(record(each));
    }
    return found;
  }

  private FoundRecord record(JsonNode document) {
    String id = document.path("id").asText("");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("a record of " + schema.resource() + " has no id");
    }
    ObjectNode ours = (ObjectNode) without(document);
    lists.forEach(list -> sort(list, ours));
    return new FoundRecord(
        new ResourceRef(schema.resource(), NaturalKey.of(schema.key(), ours)),
        new OdsId(id),
        ResourceBody.of(ours),
        text(ours, organization),
        text(ours, person));
  }

  private static @Nullable String text(JsonNode body, @Nullable String path) {
    if (path == null) {
      return null;
    }
    JsonNode at = body;
    for (String name : path.split("\\.")) {
      at = at.path(name);
    }
    return at.isValueNode() ? at.asText() : null;
  }

  /** Without what the server adds; a null is as good as nothing, and so is an empty list. */
  private static JsonNode without(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              member -> {
                JsonNode value = member.getValue();
                boolean empty = value.isNull() || (value.isArray() && value.isEmpty());
                if (!empty && !ADDED.contains(member.getKey())) {
                  JsonNode rest = without(value);
                  // A server may show extensions that nobody gave a value.
                  if (!member.getKey().equals(EXTENSION) || isSaid(rest)) {
                    kept.set(member.getKey(), rest);
                  }
                }
              });
      return kept;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> kept.add(without(item)));
      return kept;
    }
    return node;
  }

  /** Whether there is any value in it. */
  private static boolean isSaid(JsonNode node) {
    if (!node.isContainerNode()) {
      return true;
    }
    for (JsonNode each : node) {
      if (isSaid(each)) {
        return true;
      }
    }
    return false;
  }

  /** A server keeps no order of items; ours is that of their key. */
  private static void sort(SchemaElement list, ObjectNode body) {
    if (body.path(list.name()) instanceof ArrayNode array && array.size() > 1) {
      List<JsonNode> items = new ArrayList<>();
      array.forEach(items::add);
      items.sort(Comparator.comparing(list::itemSortKey));
      body.set(list.name(), JsonNodeFactory.instance.arrayNode().addAll(items));
    }
  }
}
