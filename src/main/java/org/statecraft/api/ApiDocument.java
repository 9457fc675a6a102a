package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.ApiConfig;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;

/**
 * The OpenAPI document. It stands in one file per subject and is what the routes are made from: an
 * operation that it does not have is not served.
 *
 * <p>Of our own it has {@code x-role}, who may; {@code x-change}, whether it is audited; and at
 * values {@code x-student-data}, which only an analyst sees.
 */
public final class ApiDocument {

  /** The files; the first one has the frame. */
  private static final List<String> FILES =
      List.of(
          "frame",
          "status",
          "connections",
          "errors",
          "packs",
          "shadow",
          "plans",
          "explain",
          "outbox",
          "runs",
          "preferences",
          "tombstones",
          "audit");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFERENCE = "#/components/schemas/";

  private final ObjectNode root;
  private final List<Operation> operations = new ArrayList<>();

  private ApiDocument(ObjectNode root) {
    this.root = root;
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                operation(path.getKey(), method.getKey(), method.getValue()))));
  }

  /** Reads the document that is packaged with the program. */
  public static ApiDocument load() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (String name : FILES) {
      merge(read(name), all);
    }
    return new ApiDocument(all);
  }

  private static JsonNode read(String name) {
    String file = "/api/" + name + ".yaml";
    try (InputStream text = ApiDocument.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalStateException("the program lacks its file " + file);
      }
      Problems problems = new Problems();
      Object value =
          YamlFile.parse(file, new String(text.readAllBytes(), StandardCharsets.UTF_8), problems)
              .value();
      problems.throwIfAny();
      return JSON.valueToTree(value);
    } catch (IOException e) {
      throw new IllegalStateException("the program's file " + file + " cannot be read", e);
    }
  }

  private static void merge(JsonNode part, ObjectNode into) {
    for (Map.Entry<String, JsonNode> each : part.properties()) {
      JsonNode there = into.get(each.getKey());
      if (there instanceof ObjectNode object && each.getValue().isObject()) {
        merge(each.getValue(), object);
      } else if (there == null) {
        into.set(each.getKey(), each.getValue());
      } else {
        throw new IllegalStateException("the API document says '" + each.getKey() + "' twice");
      }
    }
  }

  private Operation operation(String path, String method, JsonNode node) {
    Map<String, JsonNode> query = new LinkedHashMap<>();
    for (JsonNode each : node.path("parameters")) {
      JsonNode parameter = resolved(each);
      if (parameter.at("/in").asText().equals("query")) {
        query.put(parameter.path("name").asText(), parameter.path("schema"));
      }
    }
    return new Operation(
        node.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        Optional.of(node.path("x-role").asText())
            .filter(role -> !role.isEmpty())
            .map(role -> ApiConfig.Role.valueOf(role.toUpperCase(Locale.ROOT))),
        node.path("x-change").asBoolean(),
        query,
        closed(schemaOf(resolved(node.path("requestBody")))),
        node.path("responses"));
  }

  /** The schema of a request says that members it does not name are refused. */
  private static JsonNode closed(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      if (!object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      object.path("properties").forEach(ApiDocument::closed);
    }
    return schema;
  }

  private static JsonNode schemaOf(JsonNode content) {
    return content.path("content").path("application/json").path("schema");
  }

  /** A part of the document, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
  }

  /** A schema of the components. */
  JsonNode schema(String name) {
    return root.at((REFERENCE + name).substring(1));
  }

  /** The schema of an answer's body; missing if it has none. */
  JsonNode answer(Operation operation, int status) {
    return schemaOf(resolved(operation.answers().path(Integer.toString(status))));
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operation of a request; one with a fixed name goes before one with any name there. */
  Optional<Operation> find(String method, String path) {
    return operations.stream()
        .filter(each -> each.method().equals(method))
        .filter(each -> path.matches(each.path().replaceAll("\\{\\w+}", "[^/]+")))
        .min(Comparator.comparingInt(each -> each.path().split("\\{").length));
  }

  /** The document as it is served. */
  public JsonNode json() {
    return root;
  }
}
