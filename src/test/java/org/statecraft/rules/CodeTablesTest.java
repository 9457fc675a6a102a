package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.CodeTable;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.Preference;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;

/** Tables of codes: those of the packs here, and a state's over the core pack, with faults. */
class CodeTablesTest {

  private static final String HEADER = "code,description,short_description,namespace\n";

  private static final String SKILLS =
      HEADER
          + "P,Passed,Passed,uri://zz.gov/SkillsDescriptor\n"
          + "N,\"Not passed, or not taken\",Not passed,uri://zz.gov/SkillsDescriptor\n";

  private static final String MAPPED =
      "campus_value,ed_fi_code,note\n"
          + "Passed,uri://zz.gov/SkillsDescriptor#P,\n"
          + "Attempted,uri://zz.gov/SkillsDescriptor#N,\n"
          + "None,,deliberately\n";

  private static final String SKILLS_TABLE = "codes/TechnicalSkillsAssessmentDescriptor.csv";

  private final Path folder;

  CodeTablesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    for (String part : List.of("rules/core", "descriptors/core")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = folder.resolve(file.toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    write("rules/zz/pack.yaml", "state: zz\ntitle: A state\nextends: core\n");
  }

  @Test
  void everyPreferenceOfEveryPack_hasItsCodesOrSaysWhyThereAreNone() {
    PackReader packs = new PackReader(Path.of("rules"), Path.of("descriptors"));
    List<String> unsaid = new ArrayList<>();
    int withDescriptor = 0;
    for (String name : packs.names()) {
      for (Preference each : packs.read(name).preferences()) {
        if (each.descriptor().isPresent()) {
          withDescriptor++;
          if (each.codes().isEmpty() && each.notPublic().isBlank()) {
            unsaid.add(name + " " + each.name() + " at " + each.place());
          }
        }
      }
    }
    assertTrue(withDescriptor > 4, "the preferences of the packs were not found");
    assertEquals(
        List.of(),
        unsaid,
        "write descriptors/<pack>/codes/<descriptor>.csv, or 'codes: {not-public: reason}'");
  }

  @Test
  void missourisServices_areThoseOfThePage() {
    CodeTable table =
        new PackReader(Path.of("rules"), Path.of("descriptors"))
            .read("mo")
            .preference("CareerCluster")
            .flatMap(Preference::codes)
            .orElseThrow();
    assertEquals("CTEProgramServiceDescriptor", table.descriptor());
    List<String> rows =
        table.codes().values().stream()
            .map(each -> each.uri() + "|" + each.description() + "|" + each.shortDescription())
            .toList();
    List<String> clusters =
        List.of(
            "Agriculture, Food & Natural Resource",
            "Architecture & Construction",
            "Arts/ A/V Technology & Communication",
            "Business & Administrative",
            "Education & Training",
            "Finance & Insurance",
            "Government & Public Administration",
            "Health Science",
            "Hospitality & Tourism",
            "Human Service",
            "Information Technology",
            "Law & Public Safety",
            "Manufacturing",
            "Marketing Sales & Service",
            "Scientific Research/Engineering",
            "Transportation, Distribution, & Logistics");
    List<String> expected = new ArrayList<>();
    for (String each : clusters) {
      String uri = "uri://dese.mo.gov/CTEClusterDescriptor#" + (expected.size() + 1);
      expected.add(uri + "|" + each + "|" + each);
    }
    assertEquals(expected, rows);
  }

  @Test
  void aTable_isInheritedAndOfferedToThePreference() throws IOException {
    write("descriptors/zz/" + SKILLS_TABLE, SKILLS);
    write("descriptors/zz/TechnicalSkills.csv", MAPPED);
    write("rules/yy/pack.yaml", "state: yy\ntitle: A state on top\nextends: zz\n");
    for (String name : List.of("zz", "yy")) {
      RulePack pack = reader().read(name);
      Preference skills = pack.preference("TechnicalSkills").orElseThrow();
      assertEquals("zz", skills.codes().orElseThrow().pack());
      assertEquals("", skills.notPublic(), "the table goes before what the pack below says");
      assertEquals(
          Optional.of("Not passed, or not taken"),
          skills
              .codes()
              .map(table -> table.codes().get("uri://zz.gov/SkillsDescriptor#N"))
              .map(code -> code.description()));
      assertEquals(List.of(), pack.warnings());
    }
    assertTrue(reader().read("core").preference("TechnicalSkills").orElseThrow().codes().isEmpty());
  }

  @Test
  void aTable_changesTheRevision() throws IOException {
    String before = reader().read("zz").revision();
    write("descriptors/zz/" + SKILLS_TABLE, SKILLS);
    write("descriptors/zz/TechnicalSkills.csv", MAPPED);
    assertFalse(before.equals(reader().read("zz").revision()));
  }

  @Test
  void aNearerTable_replacesThatOfThePackBelow() throws IOException {
    write("descriptors/zz/" + SKILLS_TABLE, SKILLS);
    write("descriptors/zz/TechnicalSkills.csv", MAPPED);
    write("rules/yy/pack.yaml", "state: yy\ntitle: A state on top\nextends: zz\n");
    write("descriptors/yy/" + SKILLS_TABLE, HEADER + "Y,Yes,Yes,uri://yy.gov/SkillsDescriptor\n");
    assertEquals(
        List.of(
            "descriptors/zz/TechnicalSkills.csv:2: 'uri://zz.gov/SkillsDescriptor#P' has a wrong"
                + " namespace; the codes of TechnicalSkillsAssessmentDescriptor have"
                + " uri://yy.gov/SkillsDescriptor; did you mean 'uri://yy.gov/SkillsDescriptor#Y'"
                + " (Yes)?",
            "descriptors/zz/TechnicalSkills.csv:3: 'uri://zz.gov/SkillsDescriptor#N' has a wrong"
                + " namespace; the codes of TechnicalSkillsAssessmentDescriptor have"
                + " uri://yy.gov/SkillsDescriptor; did you mean 'uri://yy.gov/SkillsDescriptor#Y'"
                + " (Yes)?"),
        problems("yy"));
  }

  @Test
  void aMappingToNoCodeOfTheTable_isToldWithItsLineAndTheCodeThatWasMeant() throws IOException {
    write("descriptors/zz/" + SKILLS_TABLE, SKILLS);
    write(
        "descriptors/zz/TechnicalSkills.csv",
        "campus_value,ed_fi_code,note\n"
            + "Passed,uri://zz.gov/SkillsDescriptor#Pased,a description with a slip\n"
            + "None,uri://zz.gov/SkillsDescriptor#p,a code with a slip\n"
            + "Attempted,uri://zz.gov/SkillsDescriptor#Something else,nothing near\n");
    String noCode = "' is no code of descriptors/zz/" + SKILLS_TABLE;
    String meant = "; did you mean 'uri://zz.gov/SkillsDescriptor#P' (Passed)?";
    assertEquals(
        List.of(
            "descriptors/zz/TechnicalSkills.csv:2: 'uri://zz.gov/SkillsDescriptor#Pased"
                + noCode
                + meant,
            "descriptors/zz/TechnicalSkills.csv:3: 'uri://zz.gov/SkillsDescriptor#p"
                + noCode
                + meant,
            "descriptors/zz/TechnicalSkills.csv:4: 'uri://zz.gov/SkillsDescriptor#Something else"
                + noCode),
        problems("zz"));
  }

  @Test
  void aConstantThatIsNoCodeOfTheTable_isToldWithItsLine() throws IOException {
    write("descriptors/zz/" + SKILLS_TABLE, SKILLS);
    write("descriptors/zz/TechnicalSkills.csv", MAPPED);
    write(
        "rules/zz/studentCTEProgramAssociations/resource.yaml",
        "page: A page\nrecord: CareerTechAssociation\n");
    String elements = "rules/zz/studentCTEProgramAssociations/elements.yaml";
    write(
        elements,
        "technicalSkillsAssessmentDescriptor: {value: \"uri://zz.gov/SkillsDescriptor#Q\"}\n");
    assertEquals(
        List.of(
            elements
                + ":1: technicalSkillsAssessmentDescriptor: 'uri://zz.gov/SkillsDescriptor#Q' is no"
                + " code of descriptors/zz/"
                + SKILLS_TABLE
                + "; did you mean 'uri://zz.gov/SkillsDescriptor#N' (Not passed, or not taken)?"),
        problems("zz"));
    write(
        elements,
        "technicalSkillsAssessmentDescriptor: {value: \"uri://zz.gov/SkillsDescriptor#P\"}\n");
    assertEquals(List.of(), problems("zz"));
  }

  @Test
  void faultsOfATable_areToldWithTheirLines() throws IOException {
    String table = "descriptors/zz/" + SKILLS_TABLE;
    write(
        table,
        HEADER
            + "P,Passed,Passed,uri://zz.gov/SkillsDescriptor\n"
            + "P,Passed again,Passed,uri://zz.gov/SkillsDescriptor\n"
            + " ,Blank,Blank,uri://zz.gov/SkillsDescriptor\n"
            + "Q,Not passed, or not taken,Not passed,uri://zz.gov/SkillsDescriptor\n"
            + "R,No namespace,No namespace,\n"
            + "S,A whole URI,A whole URI,uri://zz.gov/SkillsDescriptor#S\n");
    write("descriptors/zz/TechnicalSkills.csv", MAPPED.replace("#N", "#P"));
    assertEquals(
        List.of(
            table + ":3: the code 'P' stands here twice",
            table + ":4: the code is blank",
            table
                + ":5: expected code,description,short_description,namespace; a cell with a comma in"
                + " it needs quotes",
            table + ":6: '#R' is not a descriptor; it reads uri://namespace/NameDescriptor#Code",
            table + ":7: the namespace ends before '#'; the code follows it by itself"),
        problems("zz"));
    write(table, "code,name\n");
    write("descriptors/zz/TechnicalSkills.csv", "campus_value,ed_fi_code,note\n");
    assertEquals(
        List.of(
            table + ": there is no code in this table",
            table + ":1: the first line must be code,description,short_description,namespace"),
        problems("zz"));
    write("descriptors/zz/codes/deeper/X.csv", SKILLS);
    assertTrue(
        problems("zz").stream().anyMatch(each -> each.contains("a table of codes in 'codes/'")));
  }

  @Test
  void aTableNobodyUses_isWarnedAboutWhereItStands() throws IOException {
    write("descriptors/zz/codes/ReasonExitedDescriptor.csv", SKILLS);
    write("rules/yy/pack.yaml", "state: yy\ntitle: A state on top\nextends: zz\n");
    assertEquals(
        List.of(
            "descriptors/zz/codes/ReasonExitedDescriptor.csv: no preference and no constant has the"
                + " descriptor ReasonExitedDescriptor"),
        warnings("zz"));
    assertEquals(List.of(), warnings("yy"), "it is told of where it stands");
  }

  @Test
  void aTableOnlyAConstantUses_isUsed() throws IOException {
    write("descriptors/zz/codes/ReasonExitedDescriptor.csv", SKILLS);
    write(
        "rules/zz/studentCTEProgramAssociations/resource.yaml",
        "page: A page\nrecord: CareerTechAssociation\n");
    write(
        "rules/zz/studentCTEProgramAssociations/elements.yaml",
        "reasonExitedDescriptor: {value: \"uri://zz.gov/SkillsDescriptor#P\"}\n");
    assertEquals(List.of(), warnings("zz"));
    assertEquals(List.of(), problems("zz"));
  }

  @Test
  void aSentenceBesideTheTable_isRefused_aNearerOneCounts() throws IOException {
    write("descriptors/zz/" + SKILLS_TABLE, SKILLS);
    write("descriptors/zz/TechnicalSkills.csv", MAPPED);
    String resource = "rules/zz/studentCTEProgramAssociations/resource.yaml";
    write(resource, skills("codes: {not-public: the list is a secret}"));
    assertEquals(
        List.of(
            resource
                + ":7:12: descriptors/zz/"
                + SKILLS_TABLE
                + " has the codes; say one or the other"),
        problems("zz"));
    Files.delete(folder.resolve(resource));
    write("rules/yy/pack.yaml", "state: yy\ntitle: A state on top\nextends: zz\n");
    write(
        "rules/yy/studentCTEProgramAssociations/resource.yaml",
        skills("codes: {not-public: the list is a secret}"));
    Preference skills = reader().read("yy").preference("TechnicalSkills").orElseThrow();
    assertTrue(skills.codes().isEmpty());
    assertEquals("the list is a secret", skills.notPublic());
    assertEquals(Optional.empty(), skills.fault("uri://elsewhere/SkillsDescriptor#Anything"));
  }

  @Test
  void neitherTableNorSentence_isWarnedAbout() throws IOException {
    String resource = "rules/zz/studentCTEProgramAssociations/resource.yaml";
    write(resource, skills("unmapped: does-not-report"));
    List<String> warnings = warnings("zz");
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(
        warnings
            .get(0)
            .startsWith(
                resource
                    + ":4:5: the codes of TechnicalSkills cannot be checked: there is no table"
                    + " codes/TechnicalSkillsAssessmentDescriptor.csv"),
        warnings.get(0));
  }

  @Test
  void codesOfAnotherForm_areExplained() throws IOException {
    String resource = "rules/zz/studentCTEProgramAssociations/resource.yaml";
    write(resource, skills("codes: not-public"));
    List<String> problems = problems("zz");
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains("'codes: {not-public: the reason}'"), problems.get(0));
  }

  private static String skills(String line) {
    return "page: A page\n"
        + "preferences:\n"
        + "  TechnicalSkills:\n"
        + "    label: Certifications\n"
        + "    values: [Passed, Attempted, None]\n"
        + "    descriptor: TechnicalSkillsAssessmentDescriptor\n"
        + "    "
        + line
        + "\n";
  }

  private PackReader reader() {
    return new PackReader(folder.resolve("rules"), folder.resolve("descriptors"));
  }

  private List<String> warnings(String pack) {
    return lines(reader().read(pack).warnings());
  }

  private List<String> problems(String pack) {
    try {
      Problems problems = new Problems();
      ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
      problems.throwIfAny();
      RuleSet.compile(reader().read(pack), schemas, new DataStandard("4.0"));
      return List.of();
    } catch (InvalidFiles e) {
      return lines(e.problems());
    }
  }

  private List<String> lines(List<Problem> problems) {
    return problems.stream()
        .map(each -> each.toString().replace(folder + "/", ""))
        .map(each -> each.replaceFirst("(elements.yaml:[0-9]+):[0-9]+", "$1"))
        .toList();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
