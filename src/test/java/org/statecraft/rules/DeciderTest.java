package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.config.Problems;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;

/** What the packs' own cases cannot show: rules that fail, rules that do not end, many threads. */
class DeciderTest {

  private static final Path RULES = Path.of("rules");

  @Test
  void decide_rulesThatDoNotEnd_areStoppedAndNamed(@TempDir Path folder) throws IOException {
    Decision decision =
        decideWith(
            folder,
            """
            declare Counted
              number : Long
            end

            rule "Counting begins"
            @id(TEST-1)
            @page("none")
            when
              Student( $id : personID )
            then
              insert( new Counted( $id ) );
            end

            rule "Counting goes on for ever"
            @id(TEST-2)
            @page("none")
            when
              Counted( $number : number )
            then
              insert( new Counted( $number + 1 ) );
            end
            """);
    assertTrue(decision.failed());
    assertEquals(List.of(), decision.desired());
    assertTrue(decision.findings().get(0).detail().contains("TEST-2"), decision::toString);
  }

  @Test
  void decide_ruleThatThrows_failsOnlyThisDecisionAndNamesTheRule(@TempDir Path folder)
      throws IOException {
    Decision decision =
        decideWith(
            folder,
            """
            declare Divided
              number : Long
            end

            rule "A division by zero"
            @id(TEST-3)
            @page("none")
            when
              Student( $id : personID )
            then
              insert( new Divided( $id / 0 ) );
            end
            """);
    assertTrue(decision.failed());
    assertTrue(decision.findings().get(0).detail().contains("TEST-3"), decision::toString);
    assertFalse(
        decision.findings().get(0).detail().contains("zero"), "an error's words stay out of it");
  }

  @Test
  void decide_valueMappedToNothing_isAFactOfItsOwn(@TempDir Path folder) throws IOException {
    String rules =
        """
        rule "A program is left blank"
        @id(TEST-4)
        @page("none")
        when
          $participation : ProgramParticipation( $program : programID )
          ProgramTypeBlank( value == $program )
        then
          insert( new Remark( $participation, "left blank" ) );
        end
        """;
    assertEquals(List.of("left blank"), remarks(folder.resolve("blank"), rules, "3", null));
    assertEquals(List.of(), remarks(folder.resolve("mapped"), rules, "3", "uri://z/D#1"));
    assertEquals(List.of(), remarks(folder.resolve("unknown"), rules, "4", null));
  }

  private static List<String> remarks(
      Path folder, String rules, String program, @Nullable String code) throws IOException {
    Path copy = folder.resolve("rules");
    copy(RULES, Files.createDirectories(copy));
    Files.writeString(copy.resolve("core/enrollments/extra.drl"), rules);
    Decider decider = decider(copy, List.of(new MappingChoice("ProgramType", program, code)));
    return decider.decide(student(decider, 1), resources(decider)).findings().stream()
        .filter(each -> each.kind() == Decision.Finding.Kind.REMARK)
        .map(Decision.Finding::detail)
        .toList();
  }

  @Test
  void decide_manyThreads_decideAsOne()
      throws IOException, InterruptedException, ExecutionException {
    Decider decider = decider(RULES);
    List<StudentFacts> students = new ArrayList<>();
    for (long id = 1; id <= 50; id++) {
      students.add(student(decider, id));
    }
    List<Decision> alone =
        students.stream().map(each -> decider.decide(each, resources(decider))).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Decision>>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(
            () -> students.stream().map(each -> decider.decide(each, resources(decider))).toList());
      }
      for (Future<List<Decision>> each : threads.invokeAll(tasks)) {
        assertEquals(alone, each.get());
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(2, alone.get(0).desired().size());
  }

  private static java.util.Set<org.statecraft.edfi.ResourceName> resources(Decider decider) {
    return decider.ruleSet().pack().resources().keySet();
  }

  private static Decision decideWith(Path folder, String rules) throws IOException {
    Path copy = folder.resolve("rules");
    copy(RULES, copy);
    Files.writeString(copy.resolve("core/enrollments/extra.drl"), rules);
    Decider decider = decider(copy);
    return decider.decide(student(decider, 1), resources(decider));
  }

  private static Decider decider(Path rules) {
    return decider(
        rules,
        List.of(
            new MappingChoice("ProgramType", "3", "uri://ed-fi.org/ProgramTypeDescriptor#CTE"),
            new MappingChoice("CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#A")));
  }

  private static Decider decider(Path rules, List<MappingChoice> choices) {
    Problems problems = new Problems();
    RuleSet set =
        RuleSet.compile(
            new PackReader(rules, Path.of("descriptors")).read("core"),
            ResourceSchemas.load(rules.resolve("schema"), problems),
            new DataStandard("4.0"));
    problems.throwIfAny();
    return new Decider(set, connection(set), Mappings.of(set.pack(), choices));
  }

  private static FactAssembler assembler(RuleSet set) {
    return new FactAssembler(set.pack().catalogue(), "state-id");
  }

  private static ConnectionFacts connection(RuleSet set) {
    FactAssembler facts = assembler(set);
    return facts.connection(
        new SchoolYear(2025),
        List.of(
            fact(facts, "District", Map.of("districtID", 1L, "number", "255901")),
            fact(facts, "Calendar", Map.of("calendarID", 9L, "schoolID", 2L, "endYear", 2025L)),
            fact(facts, "School", Map.of("schoolID", 2L, "districtID", 1L)),
            fact(facts, "Program", Map.of("programID", 3L, "name", "A", "programType", "CTE"))));
  }

  private static Fact fact(FactAssembler facts, String table, Map<String, Object> columns) {
    return facts.fact(new TableName(table), new HashMap<>(columns));
  }

  private static StudentFacts student(Decider decider, long id) {
    FactAssembler facts = assembler(decider.ruleSet());
    LocalDate start = LocalDate.of(2024, 8, 20);
    return facts.student(
        new StudentId("" + id),
        List.of(
            fact(facts, "Student", Map.of("personID", id, "stateID", "S" + id)),
            fact(
                facts,
                "Enrollment",
                Map.of("enrollmentID", id, "personID", id, "calendarID", 9L, "startDate", start)),
            fact(
                facts,
                "ProgramParticipation",
                Map.of(
                    "participationID", id, "personID", id, "programID", 3L, "startDate", start))),
        connection(decider.ruleSet()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
