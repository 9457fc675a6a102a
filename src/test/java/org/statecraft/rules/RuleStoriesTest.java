package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.cases.FactsFile;
import org.statecraft.config.Problems;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleStory.Kind;
import org.statecraft.rules.RuleStory.Sighting;
import org.statecraft.rules.RuleStory.Stopped;

/** The rules of Core, each with what stopped it. */
class RuleStoriesTest {

  private static final ResourceName CTE = new ResourceName("studentCTEProgramAssociations");

  private static RulePack pack;
  private static RuleSet rules;

  private static Path folder;

  @BeforeAll
  static void compile(@TempDir Path temporary) {
    folder = temporary;
    Problems problems = new Problems();
    pack = new PackReader(Path.of("rules"), Path.of("descriptors")).read("core");
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    rules = RuleSet.compileTelling(pack, schemas, pack.dataStandard(), List.of(CTE));
  }

  @Test
  void firedRules_sayWhatTheyMatched_andOthersWhatStoppedThem() throws IOException {
    Map<String, RuleStory> stories = stories("");
    RuleStory reported = story(stories, "CORE-ENR-2");
    assertEquals(1, reported.fired().size());
    assertTrue(reported.stopped().isEmpty());
    assertTrue(story(stories, "CORE-CTE-22").stopped().isEmpty(), "the primary one");

    // A value: the student is no No Show.
    assertEquals(
        new Stopped(
            "noShow == true",
            stopped(stories, "CORE-EXC-1").place(),
            Kind.VALUE,
            "Enrollment",
            List.of(new Sighting("Enrollment/1", Map.of("noShow", "false"))),
            0),
        stopped(stories, "CORE-EXC-1"));
    assertTrue(
        stopped(stories, "CORE-EXC-1").place().file().endsWith("enrollments/exclusions.drl"));

    // No fact at all: nobody has a certification.
    assertEquals(Kind.NO_FACT, stopped(stories, "CORE-CTE-30").kind());
    assertEquals("ProgramParticipationCertification", stopped(stories, "CORE-CTE-30").fact());

    // What must be there and is not: only one is reported, so none is another one.
    Stopped other = stopped(stories, "CORE-CTE-23");
    assertEquals(Kind.VALUE, other.kind());
    assertEquals(
        "startDate > $start || ( startDate == $start && participationID > $id )",
        other.condition());
    assertEquals("2024-09-01", other.saw().get(0).values().get("startDate"));
    assertEquals("1", other.saw().get(0).values().get("$id"));
  }

  @Test
  void aFactThatMustNotBeThere_isNamed() throws IOException {
    Map<String, RuleStory> stories =
        stories("facts: {Enrollment: [{startDate: 2024-08-20, noShow: true}]}");
    assertFalse(story(stories, "CORE-EXC-1").fired().isEmpty());
    Stopped counting = stopped(stories, "CORE-ENR-2");
    assertEquals(Kind.FACT_THERE, counting.kind());
    assertEquals("not ExcludedEnrollment( enrollment == $enrollment )", counting.condition());
    assertEquals(
        Map.of("enrollment", "Enrollment/1", "$enrollment", "Enrollment/1"),
        counting.saw().get(0).values());
  }

  @Test
  void ofSeveralFacts_thoseThatCameFarthestCount() throws IOException {
    Map<String, RuleStory> stories =
        stories(
            """
            facts:
              Enrollment:
                - {startDate: 2019-08-20, endDate: 2020-01-01}
                - {startDate: 2027-08-20}
            without: [Enrollment/1]
            """
                .replace("without: [Enrollment/1]\n", ""));
    Stopped overlap = stopped(stories, "CORE-ENR-1");
    assertEquals("endDate == null || endDate >= $start", overlap.condition());
    assertEquals(
        List.of("2020-01-01"),
        overlap.saw().stream().map(each -> each.values().get("endDate")).toList());
    assertTrue(overlap.saw().get(0).values().containsKey("$start"));
  }

  @Test
  void rulesOfOtherResources_areLeftOut() throws IOException {
    Map<String, RuleStory> stories = stories("");
    assertTrue(stories.keySet().stream().anyMatch(each -> each.startsWith("CORE-CTE-")));
    assertTrue(stories.values().stream().noneMatch(each -> each.rule().isEmpty()));
    assertTrue(stories.size() < rules.ruleIds().size(), stories.keySet().toString());
  }

  private static Map<String, RuleStory> stories(String more) throws IOException {
    Path file = Files.createTempFile(folder, "facts", ".yaml");
    Files.writeString(file, "base: career-tech-student.yaml\n" + more);
    Problems problems = new Problems();
    FactsFile facts = FactsFile.read(pack, file, problems);
    assertEquals(List.of(), problems.list());
    return facts.decider(rules).stories(facts.student(), CTE).stream()
        .collect(Collectors.toMap(RuleStory::rule, each -> each));
  }

  private static RuleStory story(Map<String, RuleStory> stories, String rule) {
    RuleStory story = stories.get(rule);
    if (story == null) {
      throw new AssertionError("no story of " + rule + " in " + stories.keySet());
    }
    return story;
  }

  private static Stopped stopped(Map<String, RuleStory> stories, String rule) {
    return story(stories, rule).stopped().orElseThrow();
  }
}
