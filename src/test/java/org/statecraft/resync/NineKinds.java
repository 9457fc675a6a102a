package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.packs.PackReader;

/**
 * The rules and schemas with all nine resources that a program of Texas cascades to, and a state
 * {@code zz} that sends all nine by rules of its own: one association of each kind for each program
 * of a student. The seven kinds we have no schema of get that of their sibling.
 */
final class NineKinds {

  private static final String SIBLING = "studentProgramAssociations";

  private static final String RESOURCE =
      """
      page: a page made up for this test
      record: Association%1$d
      identity: {object: Association%1$d, key: program.key}
      """;

  private static final String ELEMENTS =
      """
      beginDate: {from: date}
      educationOrganizationReference:
        educationOrganizationId: {from: program.districtNumber}
      programReference:
        educationOrganizationId: {from: program.districtNumber}
        programName: {from: program.name}
        programTypeDescriptor: {from: program.type}
      studentReference:
        studentUniqueId: {from: student.uniqueId}
      """;

  /** The kinds are cases of one superclass, so their keys must differ: each has its own day. */
  private static final String RULE =
      """
      // One association for each program of a student.

      declare Association%1$d
        program : ReportedProgram
        student : Student
        date : LocalDate
      end

      rule "A program of a student has association %1$d"
      @id(ZZ-%1$d)
      @page("none")
      when
        $program : ReportedProgram()
        $student : Student()
      then
        insert( new Association%1$d( $program, $student, LocalDate.of( 2024, 9, 1%1$d ) ) );
      end
      """;

  private NineKinds() {}

  /** The names of the nine, as the pack of Texas has them. */
  static List<String> names() {
    return new PackReader(Path.of("rules"), Path.of("descriptors"))
        .read("tx").resources().values().stream()
            .flatMap(each -> each.cascades().stream())
            .map(Object::toString)
            .toList();
  }

  /** The reference to a program whose document this is. */
  static String reference(String program) {
    JsonNode body = CanonicalJson.read(program);
    ObjectNode reference = JsonNodeFactory.instance.objectNode();
    reference.set(
        "educationOrganizationId",
        body.path("educationOrganizationReference").path("educationOrganizationId"));
    reference.set("programName", body.path("programName"));
    reference.set("programTypeDescriptor", body.path("programTypeDescriptor"));
    return CanonicalJson.write(reference);
  }

  /** Writes the rules into an empty folder. */
  static Path write(Path folder) {
    try {
      RulesCopy.write(folder, "core", "tx", "schema");
      RulesCopy.write(
          folder.resolve("zz/pack.yaml"),
          """
          state: zz
          title: Zz
          source: made up for this test
          owner: State Reporting
          extends: tx
          data-standard: "4.0"
          """);
      String schema = Files.readString(folder.resolve("schema/" + SIBLING + ".yaml"));
      int kind = 0;
      for (String name : names()) {
        Path own = folder.resolve("schema/" + name + ".yaml");
        if (!Files.exists(own)) {
          RulesCopy.write(own, schema.replace(SIBLING, name));
        }
        Path resource = folder.resolve("zz").resolve(name);
        RulesCopy.write(resource.resolve("resource.yaml"), RESOURCE.formatted(kind));
        RulesCopy.write(resource.resolve("elements.yaml"), ELEMENTS);
        RulesCopy.write(resource.resolve("associations.drl"), RULE.formatted(kind));
        kind++;
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
