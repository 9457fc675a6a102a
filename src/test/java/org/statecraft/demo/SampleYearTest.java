package org.statecraft.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Problems;
import org.statecraft.ingest.ChangeReader;
import org.statecraft.ingest.ReadBatch;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.PackReader;

class SampleYearTest {

  private static final FactCatalogue CATALOGUE =
      new PackReader(Path.of("rules"), Path.of("descriptors")).catalogue();

  private static final List<String> DISTRICTS =
      List.of("springfield", "marktwain", "bluebonnet", "peachtree", "whiteriver");

  private static final Instant NOW = Instant.parse("2025-01-15T08:00:00Z");

  private static final String HEAD =
      """
      connector: sqlserver
      first-position: 100
      seed: 1
      number-of-students: 6
      api: []
      year:
        - phase: all
          steps:
            - insert: Student
              as: person
              each: {every: 2, from: 1, except: [3]}
              row: {personID: {number: 10}, stateID: "S${n}", birthDate: {between: [2008-01-01, 2008-12-31]}}
      """;

  @Test
  void changes_areTheSameEveryTime() throws Exception {
    for (String district : DISTRICTS) {
      assertEquals(
          SampleYear.changes(PlainModel.script(district)),
          SampleYear.changes(PlainModel.script(district)));
    }
  }

  @Test
  void changes_standInTheLogInTheirOrder_butForThoseSentAgain() {
    List<SampleChange> changes =
        changes(
            HEAD
                + """
                  - {update: person, each: {every: 4, from: 1}, set: {stateID: X}}
                  - {rekey: person, each: {every: 4, from: 5}, set: {personID: {number: 90}}}
                  - {repeat: person, each: 1}
                  - {late: person, each: 1}
                  - {delete: person, each: {every: 4, from: 5}}
            """);
    assertEquals(
        List.of(
            "c100", "c101", "u102", "u103", "d104", "c104", "u102", "c104", "c100", "c104", "d105"),
        changes.stream().map(each -> each.operation() + each.position()).toList());
    assertEquals("11", changes.get(0).after().get("personID"));
    assertEquals("S0005", changes.get(1).after().get("stateID"));
    assertEquals(Map.of(), changes.get(4).after());
    assertEquals("95", changes.get(5).after().get("personID"));
  }

  @Test
  void script_withMistakes_namesEachWithItsPlace() {
    Problems problems = new Problems();
    ScriptReader.read(
        "year.yaml",
        HEAD.replace("connector: sqlserver", "connector: sqlsever")
            .replace("insert: Student", "insrt: Student")
            .replace("between: [2008-01-01, 2008-12-31]", "between: [2008-01-01]"),
        problems);
    String said = String.join("\n", problems.list().stream().map(String::valueOf).toList());
    assertTrue(said.contains("year.yaml:1:"), said);
    assertTrue(said.contains("did you mean 'sqlserver'"), said);
    assertTrue(said.contains("unknown key 'insrt'"), said);
    assertTrue(said.contains("expected two dates"), said);
  }

  @Test
  void requests_ofAllDistricts_areReadByTheWebhookInAllForms() throws Exception {
    EnumSet<Script.Form> forms = EnumSet.noneOf(Script.Form.class);
    List<String> refused = new ArrayList<>();
    for (String district : DISTRICTS) {
      Script script = PlainModel.script(district);
      RequestWriter writer =
          new RequestWriter(
              new EnvelopeWriter(CATALOGUE, script.connector(), "campus"), district, 100);
      for (SampleYear.Phase phase : SampleYear.changes(script)) {
        phase.changes().forEach(change -> forms.add(change.form()));
        for (SampleRequest request : writer.write(phase.changes(), NOW)) {
          assertTrue(ChangeReader.reads(request.headers().get("Content-Type")));
          ReadBatch batch = new ChangeReader(CATALOGUE).read(request.body(), NOW);
          assertEquals(
              request.changes(), batch.changes().size() + batch.refused().size(), phase.title());
          batch.refused().forEach(each -> refused.add(each.reason()));
        }
      }
    }
    assertEquals(EnumSet.allOf(Script.Form.class), forms, "the sample shows every form");
    assertEquals(1, refused.size(), "one date is none, on purpose: " + refused);
  }

  @Test
  void api_hasEveryStudentWithAnId() throws Exception {
    long students =
        SampleYear.api(PlainModel.script("springfield")).stream()
            .filter(each -> each.resource().equals("students"))
            .count();
    assertEquals(599, students, "all but the one that is to be missing");
  }

  private static List<SampleChange> changes(String text) {
    Problems problems = new Problems();
    Script script = ScriptReader.read("year.yaml", text, problems);
    assertEquals(List.of(), problems.list());
    assertEquals(Set.of("all"), Set.of(script.phases().get(0).title()));
    return SampleYear.changes(script).get(0).changes();
  }
}
