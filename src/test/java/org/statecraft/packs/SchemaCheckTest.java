package org.statecraft.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

class SchemaCheckTest {

  private static final DataStandard FOUR = new DataStandard("4.0");
  private static final DataStandard FIVE = new DataStandard("5.0");

  private final ResourceSchema schema =
      ResourceSchemas.load(Path.of("rules/schema"), new Problems())
          .find(new ResourceName("studentCTEProgramAssociations"))
          .orElseThrow();

  @Test
  void check_findsNothingInACompleteDocument() {
    ObjectNode body = body();
    body.putArray("ctePrograms")
        .addObject()
        .put("careerPathwayDescriptor", "uri://x/CareerPathwayDescriptor#A")
        .put("cipCode", "11.0103")
        .put("primaryCTEProgramIndicator", true);
    assertEquals(List.of(), SchemaCheck.check(schema, FOUR, body));
  }

  @Test
  void check_namesTheStandardsThatHaveAnElement_whenThisOneHasNot() {
    ObjectNode body = body();
    body.putArray("ctePrograms");
    assertEquals(
        List.of(
            "$.ctePrograms is not an element of data standard 5.0; those from 2.5 to 4.0 have it"),
        SchemaCheck.check(schema, FIVE, body));
  }

  @Test
  void check_ofApi2_takesBareCodesAndTheNamesItHas() {
    DataStandard two = new DataStandard("2.5");
    ObjectNode body = body();
    ObjectNode program = (ObjectNode) body.get("programReference");
    program.remove(List.of("programName", "programTypeDescriptor"));
    program.put("name", "Welding").put("type", "Career and Technical Education");
    body.put("reasonExitedDescriptor", "99");
    assertEquals(List.of(), SchemaCheck.check(schema.in(two), two, body));
    body.put("reasonExitedDescriptor", "uri://x/ReasonExitedDescriptor#99");
    program.put("type", "");
    assertEquals(
        List.of(
            "$.programReference.type has 0 characters; at least 1 are needed",
            "$.reasonExitedDescriptor must be a bare code, not a descriptor"),
        SchemaCheck.check(schema.in(two), two, body));
  }

  @Test
  void check_suggestsTheRightName_ofAMisspeltElement() {
    ObjectNode body = body();
    body.put("endDat", "2024-08-20");
    assertEquals(
        List.of(
            "$.endDat is not an element of studentCTEProgramAssociations; did you mean"
                + " 'endDate'?"),
        SchemaCheck.check(schema, FIVE, body));
  }

  @Test
  void check_tellsMissingWrongAndTooLong_atTheirPaths() {
    ObjectNode body = body();
    body.remove("beginDate");
    body.put("endDate", "20240820").put("privateCTEProgram", "yes");
    body.withObject("/programReference").put("programName", "n".repeat(61));
    body.withObject("/studentReference").put("studentUniqueId", " 1");
    body.withObject("/educationOrganizationReference").put("educationOrganizationId", "1");
    assertEquals(
        List.of(
            "$.beginDate is required",
            "$.educationOrganizationReference.educationOrganizationId must be a whole number of 64"
                + " bits",
            "$.programReference.programName has 61 characters; at most 60 are allowed",
            "$.studentReference.studentUniqueId is part of the natural key and must not begin or"
                + " end with a blank",
            "$.endDate must be a date such as 2024-08-20",
            "$.privateCTEProgram must be true or false"),
        SchemaCheck.check(schema, FIVE, body));
  }

  @Test
  void check_refusesAnOrganizationIdBeyond32Bits_beforeStandard5() {
    ObjectNode body = body();
    body.withObject("/educationOrganizationReference")
        .put("educationOrganizationId", 3_000_000_000L);
    assertEquals(List.of(), SchemaCheck.check(schema, FIVE, body));
    assertEquals(1, SchemaCheck.check(schema, FOUR, body).size());
  }

  @Test
  void check_refusesTwoItemsWithTheSameKey() {
    ObjectNode body = body();
    for (int i = 0; i < 2; i++) {
      body.withArray("/cteProgramServices")
          .addObject()
          .put("cteProgramServiceDescriptor", "uri://x/CTEProgramServiceDescriptor#A");
    }
    assertEquals(
        List.of(
            "$.cteProgramServices[1] has the same cteProgramServiceDescriptor as an item before"
                + " it"),
        SchemaCheck.check(schema, FIVE, body));
  }

  @Test
  void read_tellsProblemsWithTheirPlaces() {
    Problems problems = new Problems();
    ResourceSchemaReader.read(
        YamlFile.parse(
            "x.yaml",
            """
            resource: things
            path: /ed-fi/things
            key: [thingIdd]
            elements:
              thingId: {type: txt, max: 5}
              name: {type: text}
              old: {type: date, until: "3.5"}
              parts: {array: true, elements: {a: {type: date}}}
            """,
            problems));
    assertEquals(
        List.of(
            "x.yaml:3:7: the key names 'thingIdd', which is no element of standard 2.5",
            "x.yaml:5:19: unknown word 'txt'; did you mean 'text'?",
            "x.yaml:6:9: the text 'name' needs a 'max', its longest length",
            "x.yaml:7:28: unknown data standard '3.5'; did you mean '2.5'?",
            "x.yaml:8:10: an array needs an 'item-key': the children that tell two items apart"),
        problems.list().stream().map(Object::toString).toList());
  }

  private static ObjectNode body() {
    return (ObjectNode)
        CanonicalJson.read(
            """
            {"beginDate": "2024-08-20",
             "educationOrganizationReference": {"educationOrganizationId": 255901},
             "programReference": {"educationOrganizationId": 255901, "programName": "Career",
               "programTypeDescriptor": "uri://x/ProgramTypeDescriptor#CTE"},
             "studentReference": {"studentUniqueId": "604822"}}
            """);
  }
}
