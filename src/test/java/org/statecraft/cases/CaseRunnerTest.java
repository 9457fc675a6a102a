package org.statecraft.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.RulePack;

/** Cases that are wrong, in what they expect or in how they are written. */
class CaseRunnerTest {

  private static final String HOLDS =
      """
      base: career-tech-student.yaml
      name: One record
      before: {}
      facts: {ProgramParticipation: [{endDate: 2025-05-01}]}
      expect:
        records: {studentCTEProgramAssociations: [{beginDate: 2024-09-01, endDate: 2025-05-01}]}
        excluded: []
        actions: [{PUT: studentCTEProgramAssociations, of: {endDate: 2025-05-01}}]
        fired: [CORE-CTE-2]
        silent: [CORE-CTE-10]
      """;

  @Test
  void run_holds_whenAllIsAsExpected() {
    assertEquals(List.of(), run(HOLDS).failures());
  }

  @Test
  void run_showsBothSidesAndTheRules_whenARecordDiffers() {
    CaseResult result = run(HOLDS.replace("{beginDate: 2024-09-01", "{beginDate: 2024-09-02"));
    assertFalse(result.holds());
    String report = result.report();
    assertTrue(report.contains("beginDate: 2024-09-02"), report);
    assertTrue(report.contains("| beginDate: 2024-09-01"), report);
    assertTrue(report.contains("CORE-CTE-2"), report);
    assertTrue(report.contains("tests/one.yaml"), report);
  }

  @Test
  void run_fails_whenThereIsOneRecordMoreThanExpected() {
    fails(
        "records: {studentCTEProgramAssociations: [{beginDate: 2024-09-01, endDate: 2025-05-01}]}",
        "records: {studentCTEProgramAssociations: []}");
  }

  @Test
  void run_fails_whenAnElementMustNotBeThere() {
    fails("endDate: 2025-05-01}]}\n  excluded", "endDate: ~}]}\n  excluded");
  }

  @Test
  void run_fails_whenExactlyTheseElementsAreExpected() {
    fails("  excluded: []", "  exactly: true\n  excluded: []");
  }

  @Test
  void run_fails_whenSomethingElseIsExcluded() {
    fails("excluded: []", "excluded: [{source: Enrollment/1, reason: No Show}]");
  }

  @Test
  void run_fails_whenTheVerbDiffers() {
    fails("[{PUT:", "[{POST:");
  }

  @Test
  void run_fails_whenAnExpectedFindingIsAbsent() {
    fails("  excluded: []", "  findings: [{kind: unmapped}]\n  excluded: []");
  }

  @Test
  void run_fails_whenAFindingComesUnexpected() {
    fails("expect:", "mappings: {CareerPathway: {1: ~}}\nexpect:");
  }

  @Test
  void run_fails_whenARuleIsSilentThatMustFire() {
    fails("fired: [CORE-CTE-2]", "fired: [CORE-CTE-10]");
  }

  @Test
  void run_fails_whenARuleFiresThatMustBeSilent() {
    fails("silent: [CORE-CTE-10]", "silent: [CORE-CTE-2]");
  }

  @Test
  void read_tellsAnUnknownTable_withItsPlace() {
    told(
        "ProgramParticipation: [",
        "ProgramParticipaton: [",
        4,
        "did you mean 'ProgramParticipation'?");
  }

  @Test
  void read_tellsAnUnknownColumn_withItsPlace() {
    told(
        "[{endDate: 2025-05-01}]}\nexpect",
        "[{endDat: 2025-05-01}]}\nexpect",
        4,
        "did you mean 'endDate'?");
  }

  @Test
  void read_tellsAValueOfTheWrongType_withItsPlace() {
    told("[{endDate: 2025-05-01}]}\nexpect", "[{endDate: May}]}\nexpect", 4, "expected a date");
  }

  @Test
  void read_tellsAnUnknownKey_withItsPlace() {
    told("before: {}", "befor: {}", 3, "did you mean 'before'?");
  }

  @Test
  void read_tellsAnUnknownResource_withItsPlace() {
    told("{PUT: studentCTEProgramAssociations", "{PUT: program", 8, "did you mean 'programs'?");
  }

  @Test
  void read_tellsAnUnknownPreferenceAndParameter_withTheirPlace() {
    told("before: {}", "mappings: {CareerPath: {1: x}}", 3, "no preference 'CareerPath'");
    told(
        "before: {}",
        "parameters: {career-tech-programs: x}",
        3,
        "did you mean 'career-tech-program'?");
  }

  @Test
  void read_tellsARowLeftOutThatIsNotThere() {
    told("before: {}", "without: [Enrollment/7]", 3, "there is no Enrollment/7 to leave out");
  }

  @Test
  void read_tellsABaseThatIsNotThere() {
    told(
        "base: career-tech-student.yaml",
        "base: carer-tech-student.yaml",
        1,
        "did you mean 'career-tech-student.yaml'?");
  }

  @Test
  void read_tellsACaseThatExpectsNothing() {
    Problems problems = new Problems();
    CaseReader.read(packWith("name: Nothing\nexpect: {}\n"), problems);
    assertTrue(problems.list().toString().contains("expect"), problems.list()::toString);
  }

  private static void fails(String old, String now) {
    assertTrue(HOLDS.contains(old), old);
    assertFalse(run(HOLDS.replace(old, now)).holds());
  }

  private static CaseResult run(String text) {
    RulePack pack = packWith(text);
    Problems problems = new Problems();
    List<RuleCase> cases = CaseReader.read(pack, problems);
    assertEquals(List.of(), problems.list());
    return new CaseRunner(pack, standard -> PacksUnderTest.ruleSet("core", standard), null)
        .run(cases.get(0));
  }

  private static void told(String old, String now, int line, String says) {
    assertTrue(HOLDS.contains(old), old);
    Problems problems = new Problems();
    CaseReader.read(packWith(HOLDS.replace(old, now)), problems);
    List<Problem> list = problems.list();
    assertTrue(
        list.stream()
            .anyMatch(each -> each.place().line() == line && each.message().contains(says)),
        list::toString);
  }

  /** The core pack with no case but this one. */
  private static RulePack packWith(String text) {
    RulePack core = PacksUnderTest.pack("core");
    SortedMap<String, PackFile> files = new TreeMap<>(core.files());
    files.keySet().removeIf(path -> path.contains("/tests/"));
    String path = "enrollments/tests/one.yaml";
    files.put(path, new PackFile(path, path, "core", text));
    return new RulePack(
        core.name(),
        core.title(),
        core.lineage(),
        core.dataStandard(),
        core.revision(),
        core.catalogue(),
        files,
        core.resources(),
        core.parameters(),
        core.tables(),
        core.codes(),
        core.notApplicable(),
        core.fixedAfterSent());
  }
}
