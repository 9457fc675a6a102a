package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.SchemaElement;

/** What a client reads before it sends anything: the addresses, and the order of resources. */
final class Discovery {

  private final SandboxConfig config;
  private final SandboxResources resources;
  private final String dataPath;

  Discovery(SandboxConfig config, SandboxResources resources) {
    this.config = config;
    this.dataPath = ServerFamily.of(config.family()).dataPath();
    this.resources = resources;
  }

  /** The discovery document; {@code base} is the address of the API as the client sees it. */
  Answer document(String base) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", config.family().equals("8") ? "8.0" : config.family())
            .put("informationalVersion", "Statecraft sandbox")
            .put("suite", "3");
    document
        .putArray("dataModels")
        .addObject()
        .put("name", "Ed-Fi")
        .put("version", config.standard() + ".0")
        .put("informationalVersion", "The Ed-Fi Data Model " + config.standard());
    document
        .putObject("urls")
        .put("dependencies", base + "/metadata/data/v3/dependencies")
        .put("oauth", base + "/oauth/token")
        .put("dataManagementApi", base + dataPath + "/");
    return Answer.json(200, document.toString());
  }

  /** Every resource with its place in the order of sending; equal numbers may go in parallel. */
  Answer dependencies() {
    ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    resources
        .descriptorEndpoints()
        .forEach(name -> entry(entries, "/ed-fi/" + name, 1, "Create", "Update"));
    Map<Integer, Map<String, List<String>>> byOrder = new TreeMap<>();
    for (SandboxResource resource : resources.all()) {
      ResourceSchema schema = resource.schema();
      int order = order(schema, new HashSet<>());
      if (schema.access().person()) {
        // A student may be changed only after the record that enrolls it is there.
        put(byOrder, order, schema, "Create");
        put(byOrder, enrollmentOrder() + 1, schema, "Update");
      } else {
        put(byOrder, order, schema, "Create", "Update");
      }
    }
    byOrder.forEach(
        (order, paths) ->
            paths.forEach(
                (path, operations) ->
                    entry(entries, path, order, operations.toArray(String[]::new))));
    return Answer.json(200, entries.toString());
  }

  private static void put(
      Map<Integer, Map<String, List<String>>> byOrder,
      int order,
      ResourceSchema schema,
      String... operations) {
    byOrder.computeIfAbsent(order, none -> new TreeMap<>()).put(schema.path(), List.of(operations));
  }

  private int order(ResourceSchema schema, Set<ResourceSchema> seen) {
    int order = 2;
    if (!seen.add(schema)) {
      return order;
    }
    for (SchemaElement element : schema.forStandard(config.standard()).values()) {
      for (ResourceSchema target : element.refersTo().map(resources::cases).orElse(List.of())) {
        if (target != schema) {
          order = Math.max(order, 1 + order(target, seen));
        }
      }
    }
    boolean afterEnrollment =
        schema.access().student().isPresent() && !schema.access().enrollment();
    seen.remove(schema);
    return afterEnrollment ? Math.max(order, enrollmentOrder() + 1) : order;
  }

  private int enrollmentOrder() {
    Optional<ResourceSchema> enrollment =
        resources.all().stream()
            .map(SandboxResource::schema)
            .filter(schema -> schema.access().enrollment())
            .findFirst();
    return enrollment.map(schema -> order(schema, new HashSet<>())).orElse(2);
  }

  private static void entry(ArrayNode entries, String path, int order, String... operations) {
    ObjectNode entry = entries.addObject().put("resource", path).put("order", order);
    ArrayNode names = entry.putArray("operations");
    for (String operation : operations) {
      names.add(operation);
    }
  }
}
