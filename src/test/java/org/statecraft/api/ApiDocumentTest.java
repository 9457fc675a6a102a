package org.statecraft.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.CanonicalJson;

/** The document by itself: that it is whole and says of everything what it must. */
class ApiDocumentTest {

  private static final Pattern CURL =
      Pattern.compile("^curl (?:-[sO]+ )*(?:-X (\\w+) )?\"?\\$API([^\\s\"?]*)");

  private final ApiDocument document = ApiDocument.load();

  @Test
  void references_leadSomewhere_andEverythingIsReferredTo() {
    Set<String> used = new HashSet<>();
    for (JsonNode each : document.json().findValues("$ref")) {
      String reference = each.asText();
      assertFalse(document.json().at(reference.substring(1)).isMissingNode(), reference);
      used.add(reference);
    }
    List<String> idle = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind : document.json().path("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        kind.getValue()
            .fieldNames()
            .forEachRemaining(
                name -> {
                  String reference = "#/components/" + kind.getKey() + "/" + name;
                  if (!used.contains(reference)) {
                    idle.add(reference);
                  }
                });
      }
    }
    assertEquals(List.of(), idle);
    assertEquals("3.1.0", document.json().path("openapi").asText());
  }

  @Test
  void operations_haveIdRoleAndAnswers() {
    Set<String> ids = new HashSet<>();
    for (Operation each : document.operations()) {
      assertTrue(ids.add(each.id()), each.id());
      assertEquals(each.id().equals("getDocument"), each.role().isEmpty(), each.id());
      assertTrue(!each.change() || !each.method().equals("GET"), each.id());
      boolean answers =
          List.of(200, 202).stream()
              .anyMatch(status -> !document.answer(each, status).isMissingNode());
      assertTrue(answers, each.id() + " has no answer");
      if (each.role().isPresent()) {
        assertEquals(
            "#/components/responses/Problem",
            each.answers().path("default").path("$ref").asText(),
            each.id());
      }
    }
  }

  @Test
  void guide_hasAnExampleOfEachOperation_andNoOther() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (String line : Files.readString(Path.of("docs/admin-api.md")).split("(?m)^(?=curl )")) {
      Matcher curl = CURL.matcher(line);
      if (curl.find()) {
        String method = curl.group(1) == null ? "GET" : curl.group(1);
        String path = "/api" + curl.group(2);
        Optional<Operation> operation = document.find(method, path);
        shown.add(operation.map(Operation::id).orElse("nothing: " + method + " " + path));
      }
    }
    assertEquals(
        document.operations().stream().map(Operation::id).collect(Collectors.toSet()), shown);
  }

  /** What changes something must not be within the reach of who may only look. */
  @Test
  void changes_takeMoreThanAViewer() {
    for (Operation each : document.operations()) {
      if (each.change()) {
        assertFalse(
            each.role().orElseThrow() == org.statecraft.config.ApiConfig.Role.VIEWER, each.id());
      }
    }
  }

  @Test
  void masking_takesWhatIsMarked_andWhatIsNotKnown() {
    JsonNode schema = document.schema("Tombstone");
    JsonNode tombstone =
        CanonicalJson.read(
            """
            {"resource": "r", "student": "7", "by": "me", "since": "2025-01-01T00:00:00Z",
             "key": {"studentUniqueId": "S7"}, "name": "of a student"}
            """);
    ObjectNode expected = tombstone.deepCopy();
    expected.put("student", "***").put("key", "***").put("name", "***");
    assertEquals(expected, new Masking(document).mask(tombstone, schema));
    assertEquals(
        List.of("unknown key 'name'; known: by, key, resource, since, student"),
        SchemaFaults.of(document, tombstone, schema).stream()
            .map(SchemaFaults.Fault::toString)
            .toList());
  }
}
