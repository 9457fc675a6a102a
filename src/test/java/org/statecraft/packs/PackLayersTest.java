package org.statecraft.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.TableName;
import org.statecraft.config.InvalidFiles;

/** A state whose Campus has a table and a column that the pack below does not know. */
class PackLayersTest {

  private static final TableName ENROLLMENT = new TableName("Enrollment");
  private static final TableName GIFTED = new TableName("Gifted");

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
