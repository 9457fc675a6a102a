package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.rules.BrokenPack.CTE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.Problem;
import org.statecraft.rules.BrokenPack.Fault;

/** The core pack with one fault each: what is said of it, and where. */
class BrokenPacksTest {

  private final BrokenPack pack;

  BrokenPacksTest(@TempDir Path folder) {
    this.pack = new BrokenPack(folder);
  }

  private static List<Fault> faults() {
    return List.of(
        new Fault(
            "unknown element",
            CTE + "elements.yaml",
            "endDate: {from",
            "endDat: {from",
            "17",
            "endDat",
            "has no element 'endDat'",
            "did you mean 'endDate'?"),
        new Fault(
            "unknown member of a reference",
            CTE + "elements.yaml",
            "studentUniqueId: {",
            "studentUniqueID: {",
            "9",
            "studentUniqueID",
            "'studentReference.studentUniqueID'",
            "did you mean 'studentUniqueId'?"),
        new Fault(
            "wrong type",
            CTE + "elements.yaml",
            "from: participation.endDate",
            "from: participation.studentStatus",
            "17",
            "{",
            "endDate takes a date",
            "participation.studentStatus is a text"),
        new Fault(
            "constant of a wrong type",
            CTE + "elements.yaml",
            "{value: false,",
            "{value: 'no',",
            "19",
            "{",
            "privateCTEProgram",
            "is not true or false"),
        new Fault(
            "too long constant",
            "programs/elements.yaml",
            "programName: {from: program.name",
            "programName: {value: " + "x".repeat(61),
            "3",
            "{",
            "has 61 characters",
            "at most 60"),
        new Fault(
            "required element missing",
            CTE + "elements.yaml",
            "beginDate: {from: participation.startDate, need: M, page: \"1\"}\n",
            "",
            CTE + "resource.yaml:1",
            "page",
            "beginDate is required",
            "elements.yaml does not give it"),
        new Fault(
            "required element never sent",
            CTE + "elements.yaml",
            "{from: participation.startDate, need: M, page: \"1\"}",
            "{never: not wanted}",
            "1",
            "{",
            "beginDate is required"),
        new Fault(
            "Campus object of no field",
            "programs/resource.yaml",
            "object: Program,",
            "object: {from: kind},",
            "3",
            "kind",
            "the record fact ReportedProgram has no 'kind'"),
        new Fault(
            "Campus object said in an unknown way",
            "programs/resource.yaml",
            "object: Program,",
            "object: {form: program.name, from: program.name},",
            "3",
            "form",
            "unknown key 'form'; did you mean 'from'?"),
        new Fault(
            "fixed after sent, of no field",
            "pack.yaml",
            "DistrictNumber.value",
            "DistrictNumber.numbr",
            "+0",
            "numbr",
            "DistrictNumber has no field 'numbr'"),
        new Fault(
            "fixed after sent, of no fact",
            "pack.yaml",
            "DistrictNumber.value",
            "DistrictNumbr.value",
            "+0",
            "DistrictNumbr",
            "no rule file declares the fact 'DistrictNumbr'",
            "did you mean 'DistrictNumber'?"),
        new Fault(
            "cascade to what does not refer here",
            "programs/resource.yaml",
            "cascades: [studentCTEProgramAssociations]",
            "cascades: [students]",
            "+0",
            "[",
            "students has no reference to programs"),
        new Fault(
            "cascade to itself",
            "programs/resource.yaml",
            "cascades: [studentCTEProgramAssociations]",
            "cascades: [programs]",
            "+0",
            "programs",
            "'programs' is this resource, or stands here twice"),
        new Fault(
            "resynced with what the pack does not have",
            "programs/resource.yaml",
            "cascades: [studentCTEProgramAssociations]",
            "resynced-with: [students]",
            "+0",
            "students",
            "the pack has no resource 'students' to resync"),
        new Fault(
            "cascade that stands twice",
            "programs/resource.yaml",
            "cascades: [studentCTEProgramAssociations]",
            "cascades: [studentCTEProgramAssociations, studentCTEProgramAssociations]",
            "+0",
            "studentCTEProgramAssociations",
            "stands here twice"),
        new Fault(
            "unknown fact in elements",
            CTE + "elements.yaml",
            "from: participation.startDate",
            "from: particpation.startDate",
            "1",
            "particpation",
            "CareerTechAssociation has no field 'particpation'",
            "did you mean 'participation'?"),
        new Fault(
            "element of a data standard nobody knows",
            CTE + "elements.yaml",
            "endDate: {from",
            "endDate: {since: \"3.5\", from",
            "17",
            "3.5",
            "unknown data standard '3.5'"),
        new Fault(
            "element of data standards that lack it",
            CTE + "elements.yaml",
            "privateCTEProgram: {value",
            "privateCTEProgram: {until: \"2.5\", value",
            "19",
            "{",
            "none of the data standards it is for has the element privateCTEProgram"),
        new Fault(
            "required element not given to this data standard",
            CTE + "elements.yaml",
            "beginDate: {from",
            "beginDate: {until: \"3.3\", from",
            CTE + "resource.yaml:1",
            "page",
            "beginDate is required"),
        new Fault(
            "unmapped without a mapping",
            CTE + "elements.yaml",
            "endDate: {from: participation.endDate,",
            "endDate: {from: participation.endDate, unmapped: holds,",
            "17",
            "holds",
            "only an element with 'map' can be unmapped"),
        new Fault(
            "shared table found by a column it lacks",
            "facts.yaml",
            "    key: endYear\n    shared: true\n",
            "    key: endYear\n    shared: true\n    referred-by: endYer\n",
            "+2",
            "endYer",
            "SchoolYear has no column 'endYer'",
            "did you mean 'endYear'?"),
        new Fault(
            "table found by a column that refers on",
            "facts.yaml",
            "  Calendar:\n    key: calendarID\n",
            "  Calendar:\n    key: calendarID\n    referred-by: endYear\n",
            "+2",
            "endYear",
            "only a shared table that refers to no other"),
        new Fault(
            "unknown answer to a row that is gone",
            CTE + "resource.yaml",
            "same-key: merge",
            "row-gone: delete",
            "+0",
            "delete",
            "unknown word 'delete'"),
        new Fault(
            "unknown preference in elements",
            CTE + "elements.yaml",
            "map: CareerPathway",
            "map: CareerPathways",
            "13",
            "CareerPathways",
            "there is no preference 'CareerPathways'",
            "did you mean 'CareerPathway'?"),
        new Fault(
            "from and value at once",
            CTE + "elements.yaml",
            "{value: false,",
            "{value: false, from: completed,",
            "19",
            "from",
            "'from' or 'value', not both"),
        new Fault(
            "unknown fact in a rule",
            CTE + "exclusions.drl",
            "not CountingEnrollment()",
            "not CountingEnrolment()",
            "28",
            "CountingEnrolment",
            "there is no fact 'CountingEnrolment'",
            "did you mean 'CountingEnrollment'?"),
        new Fault(
            "unknown field in a rule",
            CTE + "exclusions.drl",
            "Student( uniqueId != null )",
            "Student( uniqeId != null )",
            "39",
            "uniqeId",
            "Student has no field 'uniqeId'",
            "did you mean 'uniqueId'?"),
        new Fault(
            "unknown nested field in a rule",
            CTE + "eligibility.drl",
            "$start : participation.startDate",
            "$start : participation.startDay",
            "25",
            "startDay",
            "ProgramParticipation has no field 'startDay'",
            "did you mean 'startDate'?"),
        new Fault(
            "unknown preference in a rule",
            CTE + "exclusions.drl",
            "ProgramTypeMapping(",
            "ProgramTypMapping(",
            "8",
            "ProgramTypMapping",
            "did you mean 'ProgramTypeMapping'?"),
        new Fault(
            "unknown fact in then",
            CTE + "exclusions.drl",
            "new Exclusion( $participation, \"Student",
            "new Exlusion( $participation, \"Student",
            "41",
            "Exlusion",
            "there is no fact 'Exlusion'",
            "did you mean 'Exclusion'?"),
        new Fault(
            "a binding that is none",
            CTE + "exclusions.drl",
            "new Exclusion( $participation, \"Student",
            "new Exclusion( $particpation, \"Student",
            "41",
            "$particpation",
            "'when' does not name $particpation",
            "did you mean '$participation'?"),
        new Fault(
            "a class by its full name in then",
            CTE + "exclusions.drl",
            "new Exclusion( $participation, \"Student has no unique id\" )",
            "new Exclusion( $participation, java.lang.System.getProperty(\"user.home\") )",
            "41",
            "java.lang.System.getProperty",
            "java.lang.System may not be used in a rule"),
        new Fault(
            "reflection in then",
            CTE + "exclusions.drl",
            "new Exclusion( $participation, \"Student has no unique id\" )",
            "new Exclusion( $participation, $participation.getClass().getName() )",
            "41",
            "getClass",
            "'getClass' of the fact ProgramParticipation may not be called in a rule"),
        new Fault(
            "reflection in a condition",
            CTE + "exclusions.drl",
            "Student( uniqueId != null )",
            "Student( uniqueId.getClass() != null )",
            "39",
            "getClass",
            "getClass"),
        new Fault(
            "too few values in then",
            CTE + "exclusions.drl",
            "new Exclusion( $participation, \"Student has no unique id\" )",
            "new Exclusion( $participation )",
            "41",
            "Exclusion",
            "Exclusion takes 2 values: record, reason"),
        new Fault(
            "descriptor that is none",
            "descriptors/TechnicalSkills.csv",
            "uri://ed-fi.org/TechnicalSkillsAssessmentDescriptor#Passed",
            "Passed",
            "4",
            "Passed",
            "'Passed' is not a descriptor"),
        new Fault(
            "value mapped twice",
            "descriptors/TechnicalSkills.csv",
            "",
            "Passed,,again\n",
            "5",
            "Passed",
            "'Passed' is mapped twice"),
        new Fault(
            "table of no preference",
            "descriptors/TechnicalSkils.csv",
            "",
            "campus_value,ed_fi_code,note\n",
            "1",
            "campus_value",
            "there is no preference 'TechnicalSkils'",
            "did you mean 'TechnicalSkills'?"),
        new Fault(
            "rule without an id",
            CTE + "exclusions.drl",
            "@id(CORE-CTE-13)\n",
            "",
            "34",
            "rule",
            "lacks @id(...)"),
        new Fault(
            "rule without a page",
            "organizations/district-number.drl",
            "@page(\"Campus > District Information > Ed-Fi District Number\")\n",
            "",
            "17",
            "rule",
            "lacks @page(...)"),
        new Fault(
            "duplicate id",
            CTE + "exclusions.drl",
            "CORE-CTE-13",
            "CORE-CTE-12",
            "34",
            "rule",
            "the id CORE-CTE-12 is taken already"),
        new Fault(
            "duplicate name",
            "organizations/district-number.drl",
            "rule \"An Ed-Fi District Number overrides the State District Number\"",
            "rule \"The district reports under its State District Number\"",
            "17",
            "rule",
            "there is a rule \"The district reports under its State District Number\" already"),
        new Fault(
            "fact declared twice",
            "organizations/district-number.drl",
            "declare DistrictNumber",
            "declare CountingEnrollment\n  value : String\nend\n\ndeclare DistrictNumber",
            "3",
            "CountingEnrollment",
            "CountingEnrollment is declared twice"),
        new Fault(
            "salience",
            "organizations/district-number.drl",
            "@page(\"Campus > District Information > Ed-Fi District Number\")\n",
            "@page(\"Campus > District Information > Ed-Fi District Number\")\nsalience 10\n",
            "20",
            "salience",
            "'salience' is not allowed"),
        new Fault(
            "two inserts in then",
            CTE + "exclusions.drl",
            "\"Student has no unique id\" ) );",
            "\"Student has no unique id\" ) ); insert( new Remark( $participation, \"x\" ) );",
            "41",
            "insert",
            "'insert' is one thing too many; a rule derives one fact"),
        new Fault(
            "something else in then",
            CTE + "exclusions.drl",
            "insert( new Exclusion( $participation, \"Student has no unique id\" ) );",
            "retract( $participation );",
            "41",
            "retract",
            "'then' is one line"),
        new Fault(
            "import",
            CTE + "exclusions.drl",
            "// Why a Career",
            "import java.io.File;\n// Why a Career",
            "1",
            "import",
            "no package, import, global or function"),
        new Fault(
            "a class in then",
            CTE + "exclusions.drl",
            "\"Student has no unique id\"",
            "System.getenv(\"x\")",
            "41",
            "System.getenv",
            "System may not be used in a rule"),
        new Fault(
            "a fact that depends on its own absence",
            CTE + "eligibility.drl",
            "  not Exclusion( record == $participation )\n",
            "  not Exclusion( record == $participation )\n  not CareerTechReported( participationID > $id )\n",
            "20",
            "rule",
            "CareerTechReported",
            "break the circle"),
        new Fault(
            "a rule derives what comes from Campus",
            "programs/reported-programs.drl",
            "new ReportedProgram( $program, $number )",
            "new School( $program, $number )",
            "16",
            "School",
            "School comes from Campus"),
        new Fault(
            "syntax error",
            CTE + "exclusions.drl",
            "  not Student( uniqueId != null )\nthen",
            "  not Student( uniqueId != null\nthen",
            "39",
            "",
            "expected ')' to close 'Student('",
            "but found 'then'"),
        new Fault(
            "unknown key in resource.yaml",
            CTE + "resource.yaml",
            "same-key: merge",
            "same-keys: merge",
            "4",
            "same-keys",
            "unknown key 'same-keys'",
            "did you mean 'same-key'?"),
        new Fault(
            "unknown word in resource.yaml",
            CTE + "resource.yaml",
            "same-key: merge",
            "same-key: merged",
            "4",
            "merged",
            "unknown word 'merged'",
            "did you mean 'merge'?"),
        new Fault(
            "unknown record fact",
            CTE + "resource.yaml",
            "record: CareerTechAssociation",
            "record: CareerTechAsociation",
            "2",
            "CareerTechAsociation",
            "CareerTechAsociation",
            "did you mean 'CareerTechAssociation'?"),
        new Fault(
            "unknown rule in keep-for",
            CTE + "resource.yaml",
            "same-key: merge",
            "same-key: merge\nkeep-for: [CORE-CTE-99]",
            "5",
            "CORE-CTE-99",
            "there is no rule 'CORE-CTE-99'",
            "did you mean"),
        new Fault(
            "unknown element in delete-then-post",
            CTE + "resource.yaml",
            "same-key: merge",
            "same-key: merge\ndelete-then-post: [cteProgram]",
            "5",
            "cteProgram",
            "has no element 'cteProgram'",
            "did you mean 'ctePrograms'?"),
        new Fault(
            "unknown column of a preference",
            CTE + "resource.yaml",
            "column: Program.programID",
            "column: Program.programId2",
            "11",
            "programId2",
            "Program has no column 'programId2'",
            "did you mean 'programID'?"),
        new Fault(
            "bad YAML",
            CTE + "resource.yaml",
            "identity: {object: ProgramParticipation,",
            "identity: {object: ProgramParticipation",
            "3",
            ":",
            "not YAML"),
        new Fault(
            "unknown table in facts.yaml",
            "facts.yaml",
            "refers-to: {calendarID: Calendar,",
            "refers-to: {calendarID: Calender,",
            "+0",
            "Calender",
            "the catalogue has no table 'Calender'",
            "did you mean 'Calendar'?"),
        new Fault(
            "unknown column in facts.yaml",
            "facts.yaml",
            "key: enrollmentID",
            "key: enrolmentID",
            "+0",
            "enrolmentID",
            "Enrollment has no column 'enrolmentID'",
            "did you mean 'enrollmentID'?"),
        new Fault(
            "unknown type in facts.yaml",
            "facts.yaml",
            "noShow: flag",
            "noShow: flagg",
            "+0",
            "flagg",
            "unknown word 'flagg'",
            "did you mean 'flag'?"),
        new Fault(
            "parameter without a reference",
            "parameters.yaml",
            "  reference: Core",
            "  reverence: Core",
            "8",
            "reverence",
            "unknown key 'reverence'",
            "did you mean 'reference'?"),
        new Fault(
            "unknown data standard",
            "pack.yaml",
            "data-standard: \"4.0\"",
            "data-standard: \"4.1\"",
            "5",
            "4.1",
            "unknown data standard '4.1'"),
        new Fault(
            "replaces nothing",
            "pack.yaml",
            "",
            "replaces: [enrollments/exclusion.drl]\n",
            "8",
            "enrollments",
            "'enrollments/exclusion.drl' replaces nothing"),
        new Fault(
            "leaves out nothing",
            "pack.yaml",
            "",
            "leaves-out: [enrollments/exclusion.drl]\n",
            "8",
            "enrollments",
            "leaves out nothing"),
        new Fault(
            "extends a pack there is not",
            "pack.yaml",
            "",
            "extends: cor\n",
            "8",
            "cor",
            "there is no pack 'cor'",
            "did you mean 'core'?"));
  }

  @TestFactory
  Stream<DynamicTest> aFault_isToldWithItsPlace() {
    return faults().stream()
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> pack.assertTold(fault)));
  }

  @Test
  void thePackWithoutAFault_hasNoProblem() throws IOException {
    assertEquals(List.of(), BrokenPack.problems(pack.copy("whole"), "core"));
  }

  @Test
  void aRuleFileOfAChildPack_mustBeDeclaredToReplaceThatOfTheParent() throws IOException {
    Path root = pack.copy("child");
    Path child = Files.createDirectories(root.resolve("rules/zz/enrollments"));
    Files.writeString(root.resolve("rules/zz/pack.yaml"), "title: ZZ\nextends: core\n");
    Files.copy(
        root.resolve("rules/core/enrollments/exclusions.drl"), child.resolve("exclusions.drl"));
    List<Problem> problems = BrokenPack.problems(root, "zz");
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).place().file().endsWith("rules/zz/enrollments/exclusions.drl"));
    assertTrue(problems.get(0).message().contains("list 'enrollments/exclusions.drl' under"));
  }
}
