package org.statecraft.mutate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;

/** A pack with one rule, broken in every way: what is noticed, and what is said of the rest. */
class MutationsTest {

  private static final String LONG_ENOUGH =
      """
        - name: A course of three hours is reported
          facts: {Course: [{hours: 3}]}
          expect: {records: {programs: [{programName: Chess}]}}
        - name: A course of two hours is not
          facts: {Course: [{hours: 2}]}
          expect: {records: {programs: []}}
      """;

  private final Path folder;

  MutationsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void writePack() throws IOException {
    write("mini/pack.yaml", "title: Mini\ndata-standard: '4.0'\n");
    write(
        "mini/facts.yaml",
        """
        scope-year:
          {table: Year, year: endYear, start: startDate, end: endDate, default-start: "07-01", default-end: "06-30"}
        tables:
          Year: {key: endYear, shared: true, columns: {endYear: id, startDate: date, endDate: date}}
          Course:
            key: courseID
            student: personID
            columns: {courseID: id, personID: id, name: text, hours: id, on: flag}
        """);
    write(
        "mini/programs/courses.drl",
        """
        declare CourseProgram
          course : Course
        end

        rule "A course that is on and long enough is a program"
        @id(X-1)
        @page("none")
        when
          $course : Course( on == true, hours >= 3 )
        then
          insert( new CourseProgram( $course ) );
        end
        """);
    write(
        "mini/programs/resource.yaml",
        "record: CourseProgram\nidentity: {object: Course, key: course.courseID}\n");
    write(
        "mini/programs/elements.yaml",
        """
        educationOrganizationReference: {educationOrganizationId: {value: 1}}
        programName: {from: course.name}
        programTypeDescriptor: {value: "uri://x/D#1"}
        """);
    writeCases("");
  }

  private void writeCases(String more) throws IOException {
    write(
        "mini/programs/tests/courses.yaml",
        """
        given: {facts: {Course: [{name: Chess, hours: 5, on: true}]}}
        cases:
          - name: A course is reported
            expect: {records: {programs: [{programName: Chess}]}}
          - name: A course that is off is not
            facts: {Course: [{on: false}]}
            expect: {records: {programs: []}}
        """
            + more);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve("rules").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private MutationReport run(Selection selection) throws InterruptedException {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    PackReader reader = new PackReader(folder.resolve("rules"), folder.resolve("no-descriptors"));
    AtomicInteger told = new AtomicInteger();
    MutationReport report =
        new Mutations(reader, schemas)
            .run("mini", selection, 2, (done, all, survived) -> told.incrementAndGet());
    assertEquals(report.outcomes().size(), told.get());
    return report;
  }

  /** With both a record of each kind is made of one row; which of them is sent hides the fault. */
  @Test
  void faultsThatMakeTwoRecordsOfOneRow_areNoticed() throws InterruptedException {
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), new Problems());
    PackReader reader = new PackReader(Path.of("rules"), Path.of("descriptors"));
    Selection selection =
        new Selection(Set.of(Operator.DROP_PATTERN), List.of("CORE-CTE-22", "CORE-CTE-23"));
    MutationReport report =
        new Mutations(reader, schemas).run("core", selection, 1, (done, all, survived) -> {});
    assertEquals(2, report.size());
    assertTrue(report.isClean(), () -> MutationText.of(report, Duration.ZERO));
  }

  private static final Selection RULE = new Selection(Set.of(), List.of("X-1"));

  private static List<String> survivors(MutationReport report) {
    return report.of(Outcome.Verdict.SURVIVED).stream()
        .map(each -> each.mutant().change())
        .sorted()
        .toList();
  }

  @Test
  void run_tellsTheFaultsNoCaseNotices_withPlaceAndLines() throws InterruptedException {
    MutationReport report = run(RULE);
    assertEquals(
        List.of("3 => 4", "hours >= 3 => (left out)", "hours >= 3 => hours > 3"),
        survivors(report));
    assertFalse(report.isClean());
    String text = MutationText.of(report, Duration.ofMillis(1500));
    String file = folder.resolve("rules/mini/programs/courses.drl").toString();
    assertTrue(
        text.contains(
            file
                + ":9: shift-comparison in X-1 survived: a border moves: < and <=, > and >=\n"
                + "  -   $course : Course( on == true, hours >= 3 )\n"
                + "  +   $course : Course( on == true, hours > 3 )\n"
                + "  2 cases ran; the rule fires in: 'A course is reported'\n"
                + "  if no case can notice it: {where: X-1, operator: shift-comparison, change: 'hours"
                + " >= 3 => hours > 3', reason: }\n"),
        text);
    assertTrue(text.contains("mini: 10 mutants, 2 cases, 1.5 s: 0 refused"), text);
    assertTrue(text.endsWith("0 with a reason, 3 survived"), text);
  }

  @Test
  void run_isClean_onceCasesNoticeAll() throws InterruptedException, IOException {
    writeCases(LONG_ENOUGH);
    MutationReport report = run(RULE);
    assertEquals(List.of(), survivors(report));
    assertTrue(report.isClean());
  }

  @Test
  void run_acceptsWhatHasAReason_andTellsEntriesThatMatchNothing()
      throws InterruptedException, IOException {
    write(
        "mini/mutants.yaml",
        """
        equivalent:
          - {where: X-1, operator: replace-constant, change: 3 => 4, reason: there are no such courses}
          - {where: X-1, operator: drop-rule, change: A course that is on and long enough is a program => (never fires), reason: none}
          - {where: X-2, operator: drop-rule, change: no such => mutant, reason: none}
        """);
    MutationReport report = run(RULE);
    assertEquals(List.of("hours >= 3 => (left out)", "hours >= 3 => hours > 3"), survivors(report));
    assertEquals(1, report.of(Outcome.Verdict.EQUIVALENT).size());
    assertEquals(2, report.problems().size(), report.problems()::toString);
    assertTrue(
        report.problems().get(0).toString().contains("mutants.yaml:3:"),
        report.problems()::toString);
    assertTrue(
        report
            .problems()
            .get(0)
            .message()
            .contains("is noticed by programs/tests/courses.yaml: A course is reported"),
        report.problems()::toString);
    assertTrue(
        report.problems().get(1).message().contains("no mutant is 'no such => mutant' of X-2"),
        report.problems()::toString);
  }

  @Test
  void run_ofAnEntryThatIsNotSelected_saysNothing() throws InterruptedException, IOException {
    write(
        "mini/mutants.yaml",
        """
        equivalent:
          - {where: X-1, operator: replace-constant, change: 3 => 4, reason: there are no such courses}
        """);
    MutationReport report = run(new Selection(Set.of(Operator.DROP_RULE), List.of()));
    assertEquals(1, report.outcomes().size());
    assertTrue(report.isClean());
  }

  @Test
  void run_countsWhatTheCheckRefuses() throws InterruptedException {
    MutationReport report = run(new Selection(Set.of(Operator.DROP_ELEMENT), List.of("programs")));
    assertEquals(4, report.of(Outcome.Verdict.REFUSED).size());
    Outcome first = report.of(Outcome.Verdict.REFUSED).get(0);
    assertTrue(first.by().contains("is required and must report"), first.by());
    assertTrue(report.isClean());
  }

  @Test
  void run_tellsTheSameForPrograms() throws InterruptedException {
    JsonNode json = MutationJson.of(run(RULE), Duration.ofSeconds(2));
    assertEquals(3, json.path("survived").asInt());
    assertEquals(7, json.path("case").asInt());
    assertEquals(2000, json.path("milliseconds").asInt());
    assertEquals(1, json.path("operators").path("drop-rule").path("case").asInt());
    JsonNode first = json.path("outcomes").get(0);
    assertEquals("drop-condition", first.path("operator").asText());
    assertEquals("hours >= 3 => (left out)", first.path("change").asText());
    assertEquals("survived", first.path("outcome").asText());
    assertEquals(9, first.path("line").asInt());
  }

  @Test
  void run_refusesAPackWhoseCasesDoNotHold() throws IOException {
    writeCases("  - name: A lie\n    expect: {records: {programs: []}}\n");
    InvalidFiles told = assertThrows(InvalidFiles.class, () -> run(RULE));
    assertTrue(String.valueOf(told.getMessage()).contains("'A lie' does not hold"), told::toString);
  }
}
