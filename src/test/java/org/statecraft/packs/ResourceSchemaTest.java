package org.statecraft.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/** Compares what we state about the resources with the published documents. */
class ResourceSchemaTest {

  private static final Set<String> COMPLETE =
      Set.of("programs", "studentProgramAssociations", "studentCTEProgramAssociations");
  private static final Set<String> NOT_OF_THE_STANDARD =
      Set.of("id", "_etag", "_lastModifiedDate", "link", "_ext");

  private final ObjectMapper json = new ObjectMapper();
  private final ResourceSchemas schemas = schemas();
  private Path documents;

  private static ResourceSchemas schemas() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    assertEquals(List.of(), problems.list());
    return schemas;
  }

  @BeforeEach
  void findDocuments() {
    documents = Path.of(System.getProperty("edfi.documents", "not-set"));
    assumeTrue(
        Files.isDirectory(documents),
        () ->
            "the published Ed-Fi documents are not at "
                + documents
                + "; name their folder with -Dedfi.documents to compare the schemas with them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.5", "3.1", "3.2", "3.3", "4.0", "5.0", "6.0"})
  void schemas_stateWhatThePublishedDocumentStates(String version) throws IOException {
    String file = (isApi2(version) ? "api-" : "ds-") + version + ".json";
    JsonNode document = json.readTree(documents.resolve(file).toFile());
    JsonNode resources = resources(version);
    Comparison comparison = new Comparison(document.at("/components/schemas"), isApi2(version));
    for (ResourceSchema schema : schemas.all()) {
      String name = schema.resource().value();
      String published = resources.at("/" + name + "/schema").textValue();
      comparison.members(
          name,
          schema.forStandard(new DataStandard(version)),
          comparison.schemas.path(published),
          COMPLETE.contains(name));
    }
    assertEquals(List.of(), comparison.differences);
    assertTrue(comparison.compared > 100, "compared: " + comparison.compared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.5", "3.1", "3.2", "3.3", "4.0", "5.0", "6.0"})
  void schemas_haveThePublishedKeysAndQueryParameters(String version) throws IOException {
    JsonNode resources = resources(version);
    assertEquals(8, schemas.all().size());
    for (ResourceSchema schema : schemas.in(new DataStandard(version)).all()) {
      JsonNode published = resources.path(schema.resource().value());
      Set<String> key = new TreeSet<>();
      published.path("identity").forEach(path -> key.add(path.textValue().substring(2)));
      assertEquals(key, new TreeSet<>(schema.key()), schema.resource().value());
      Set<String> parameters = new TreeSet<>();
      published.path("keyQuery").forEach(name -> parameters.add(name.textValue()));
      assertEquals(parameters, new TreeSet<>(schema.keyParameters()), schema.resource().value());
      if (isApi2(version)) {
        assertEquals("/" + schema.resource(), schema.path());
      } else {
        assertEquals(published.path("keyChangeByPut").booleanValue(), schema.keyMayChange());
        assertEquals("/ed-fi/" + schema.resource(), schema.path());
      }
    }
  }

  @Test
  void schemas_requireEveryRequiredElementOfThePublishedDocuments() throws IOException {
    for (String version : List.of("2.5", "3.1", "3.2", "3.3", "4.0", "5.0", "6.0")) {
      for (Map.Entry<String, JsonNode> published : resources(version).properties()) {
        ResourceSchema schema = schemas.find(new ResourceName(published.getKey())).orElseThrow();
        Map<String, SchemaElement> elements = schema.forStandard(new DataStandard(version));
        for (JsonNode required : published.getValue().path("required")) {
          assertTrue(
              elements.containsKey(required.textValue())
                  && elements.get(required.textValue()).required(),
              version + " " + schema.resource() + "." + required.textValue());
        }
      }
    }
  }

  private JsonNode resources(String version) throws IOException {
    JsonNode all = json.readTree(documents.resolve("resources.json").toFile());
    return all.path("standards")
        .path(isApi2(version) ? "api-" + version : version)
        .path("resources");
  }

  private static boolean isApi2(String version) {
    return version.startsWith("2.");
  }

  /** Walks our elements and the document's side by side. */
  private static final class Comparison {

    final JsonNode schemas;
    final boolean api2;
    final List<String> differences = new ArrayList<>();
    int compared;

    /** What is known of API v2 has no lengths of references and codes, and no keys of items. */
    Comparison(JsonNode schemas, boolean api2) {
      this.schemas = schemas;
      this.api2 = api2;
    }

    void members(
        String path, Map<String, SchemaElement> elements, JsonNode published, boolean complete) {
      Set<String> required = new TreeSet<>();
      published.path("required").forEach(name -> required.add(name.textValue()));
      for (SchemaElement element : elements.values()) {
        if (NOT_OF_THE_STANDARD.contains(element.name())) {
          continue; // An extension is no part of the published documents.
        }
        String at = path + "." + element.name();
        JsonNode property = published.path("properties").path(element.name());
        if (property.isMissingNode()) {
          differences.add(at + " is stated, the document has no such property");
          continue;
        }
        same(at + " required", required.contains(element.name()), element.required());
        element(at, element, resolved(property), complete);
      }
      for (String name : names(published)) {
        if (complete && !elements.containsKey(name)) {
          differences.add(path + "." + name + " is in the document and not stated");
        }
      }
    }

    private void element(String path, SchemaElement element, JsonNode property, boolean complete) {
      compared++;
      same(path + " array", property.path("type").asText().equals("array"), element.array());
      JsonNode value = element.array() ? resolved(property.path("items")) : property;
      same(path + " type", type(element.name(), value), element.type());
      if (element.type() == ElementType.TEXT || element.type() == ElementType.DESCRIPTOR) {
        if (!api2 || value.has("maxLength")) {
          same(path + " max", value.path("maxLength").asInt(), element.max());
        }
        if (value.path("minLength").asInt() > Math.max(element.min(), 1)) {
          differences.add(path + " min: the document asks for more than " + element.min());
        }
      }
      if (element.array() && !api2) {
        same(path + " item key", itemKey(value), new TreeSet<>(element.itemKey()));
      }
      if (element.type() == ElementType.OBJECT) {
        members(path, element.children(), value, complete);
      }
    }

    /** Items without a marked child are told apart by their references, in older documents. */
    private static Set<String> itemKey(JsonNode item) {
      Set<String> marked = new TreeSet<>();
      Set<String> references = new TreeSet<>();
      item.path("properties")
          .properties()
          .forEach(
              property -> {
                if (property.getValue().path("x-Ed-Fi-isIdentity").booleanValue()) {
                  marked.add(property.getKey());
                } else if (property.getKey().endsWith("Reference")) {
                  references.add(property.getKey());
                }
              });
      return marked.isEmpty() ? references : marked;
    }

    private static Set<String> names(JsonNode published) {
      Set<String> names = new TreeSet<>();
      published.path("properties").fieldNames().forEachRemaining(names::add);
      names.removeAll(NOT_OF_THE_STANDARD);
      return names;
    }

    private JsonNode resolved(JsonNode node) {
      String reference = node.path("$ref").asText();
      return reference.isEmpty()
          ? node
          : schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private ElementType type(String name, JsonNode value) {
      String format = value.path("format").asText();
      return switch (value.path("type").asText()) {
        case "object" -> ElementType.OBJECT;
        case "boolean" -> ElementType.BOOLEAN;
        case "integer" -> format.equals("int64") ? ElementType.INT64 : ElementType.INT32;
        case "number" -> ElementType.DECIMAL;
        default -> format.equals("date") ? ElementType.DATE : text(name);
      };
    }

    private ElementType text(String name) {
      if (api2) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("type") || lower.endsWith("descriptor")
            ? ElementType.CODE
            : ElementType.TEXT;
      }
      return name.endsWith("Descriptor") ? ElementType.DESCRIPTOR : ElementType.TEXT;
    }

    private void same(String what, Object published, Object stated) {
      if (!published.equals(stated)) {
        differences.add(what + ": the document has " + published + ", stated is " + stated);
      }
    }
  }
}
