package org.statecraft.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.TableName;
import org.statecraft.config.InvalidFiles;
import org.statecraft.edfi.ResourceName;

/** A state that adds to the pack below it, or leaves something of it out. */
class PackLayersTest {

  private static final TableName ENROLLMENT = new TableName("Enrollment");
  private static final TableName GIFTED = new TableName("Gifted");

  private static final String CTE = "studentCTEProgramAssociations";
  private static final ResourceName PROGRAMS = new ResourceName("programs");
  private static final String CERTIFICATIONS = "TechnicalSkills";

  private final Path rules;

  PackLayersTest(@TempDir Path rules) throws IOException {
    this.rules = rules;
    Path core = Path.of("rules/core");
    try (Stream<Path> files = Files.walk(core)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = rules.resolve("core").resolve(core.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    write("zz/pack.yaml", "state: zz\ntitle: A state\nextends: core\n");
  }

  @Test
  void read_factsOfAStateOnTop_addTablesAndColumnsToThoseBelow() throws IOException {
    write("zz/facts.yaml", facts("text"));
    FactCatalogue catalogue = reader().read("zz").catalogue();
    assertTrue(catalogue.table(GIFTED).isPresent());
    FactTable enrollment = catalogue.table(ENROLLMENT).orElseThrow();
    assertTrue(enrollment.columns().containsKey("virtualStudent"));
    assertTrue(enrollment.columns().containsKey("startDate"), "what is below stays");
    assertFalse(reader().read("core").catalogue().table(GIFTED).isPresent(), "core learns nothing");
    assertEquals(catalogue.tables().keySet(), reader().catalogue().tables().keySet());
  }

  @Test
  void read_columnOfAnotherTypeThanBelow_isRefusedWithBothPlaces() throws IOException {
    write("zz/facts.yaml", facts("text").replace("virtualStudent: text", "startDate: text"));
    InvalidFiles refused = assertThrows(InvalidFiles.class, () -> reader().read("zz"));
    String message = refused.problems().get(0).toString();
    assertTrue(message.contains("Enrollment.startDate has another type"), message);
    assertTrue(message.contains("core/facts.yaml"), message);
  }

  @Test
  void read_folderLeftOut_isGoneWithItsResourceAndAllThatBelongsToIt() throws IOException {
    assertTrue(withDescriptors().read("zz").tables().containsKey(CERTIFICATIONS));
    leaveOut(CTE);
    RulePack pack = withDescriptors().read("zz");
    assertEquals(Set.of(PROGRAMS), pack.resources().keySet());
    assertEquals(
        List.of(),
        pack.files().keySet().stream().filter(path -> path.startsWith(CTE + "/")).toList());
    assertFalse(pack.tables().containsKey(CERTIFICATIONS), "a table of a preference that is gone");
    assertTrue(reader().read("core").resources().size() > 1, "core keeps it");
  }

  @Test
  void read_folderLeftOutAndWrittenAnew_takesNothingFromBelow() throws IOException {
    write(
        "zz/programs/resource.yaml",
        "page: ours\nrecord: Ours\nidentity: {object: {from: kind}, key: id}\n");
    ResourceDefinition above = programs(reader().read("zz"));
    assertFalse(above.ownedByStudents(), "laid over that of core");
    leaveOut("programs");
    ResourceDefinition alone = programs(reader().read("zz"));
    assertEquals("Ours", alone.record());
    assertEquals(List.of("kind"), alone.identity().objectFrom());
    assertTrue(alone.ownedByStudents(), "what is said nowhere else is as by default");
    assertEquals(Map.of(), alone.elements());
    assertEquals(List.of(), alone.cascades());
  }

  @Test
  void read_leavingOutNothing_isRefused() throws IOException {
    // The beginning of a folder's name is not the folder.
    leaveOut("program");
    InvalidFiles refused = assertThrows(InvalidFiles.class, () -> reader().read("zz"));
    assertEquals(1, refused.problems().size(), () -> refused.problems().toString());
    assertTrue(refused.problems().get(0).message().contains("'program' leaves out nothing"));
  }

  @Test
  void read_tableOfNoPreference_isRefusedInThePackItStandsIn() throws IOException {
    Path tables = rules.resolve("descriptors");
    Files.createDirectories(tables.resolve("zz"));
    Files.writeString(tables.resolve("zz/Nothing.csv"), "campus_value,ed_fi_code,note\n");
    InvalidFiles refused =
        assertThrows(InvalidFiles.class, () -> new PackReader(rules, tables).read("zz"));
    assertTrue(refused.problems().get(0).message().contains("there is no preference 'Nothing'"));
  }

  private static ResourceDefinition programs(RulePack pack) {
    return Objects.requireNonNull(pack.resources().get(PROGRAMS));
  }

  private void leaveOut(String path) throws IOException {
    write("zz/pack.yaml", "state: zz\ntitle: A state\nextends: core\nleaves-out: [" + path + "]\n");
  }

  private PackReader withDescriptors() {
    return new PackReader(rules, Path.of("descriptors"));
  }

  private static String facts(String type) {
    return """
        tables:
          Enrollment:
            key: enrollmentID
            student: personID
            columns: {enrollmentID: id, personID: id, virtualStudent: %s}
          Gifted:
            key: giftedID
            student: personID
            columns: {giftedID: id, personID: id, startDate: date}
        """
        .formatted(type);
  }

  private PackReader reader() {
    return new PackReader(rules, rules.resolve("no-descriptors"));
  }

  private void write(String path, String text) throws IOException {
    Path file = rules.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
