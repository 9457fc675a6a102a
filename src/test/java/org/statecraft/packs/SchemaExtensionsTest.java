package org.statecraft.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

class SchemaExtensionsTest {

  private static final ResourceName CLUBS = new ResourceName("clubs");
  private static final DataStandard OLD = new DataStandard("3.3");
  private static final DataStandard NEW = new DataStandard("5.0");

  private final Path folder;
  private final Problems problems = new Problems();

  SchemaExtensionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    write(
        "clubs.yaml",
        """
        resource: clubs
        path: /ed-fi/clubs
        key: [name]
        elements:
          name: {type: text, max: 60, required: true}
        """);
  }

  @Test
  void load_withoutExtensions_readsTheStandardAlone() {
    ResourceSchema clubs = ResourceSchemas.load(folder, problems).find(CLUBS).orElseThrow();
    assertEquals(List.of(), problems.list());
    assertEquals(List.of("name"), List.copyOf(clubs.forStandard(NEW).keySet()));
  }

  @Test
  void load_twoExtensionsOfAResource_standSideBySideInEveryStandardThatHasThem()
      throws IOException {
    write(
        "extensions/aa.yaml",
        "extension: aa\nresources:\n  clubs: {colorDescriptor: {type: descriptor}}\n");
    write(
        "extensions/bb.yaml",
        "extension: bb\nresources:\n  clubs: {founded: {type: date, since: \"5.0\"}}\n");
    ResourceSchema clubs = ResourceSchemas.load(folder, problems).find(CLUBS).orElseThrow();
    assertEquals(List.of(), problems.list());
    SchemaElement color = clubs.element(OLD, "_ext.aa.colorDescriptor").orElseThrow();
    assertEquals("ColorDescriptor", color.descriptor().orElseThrow());
    assertTrue(clubs.element(OLD, "_ext.bb.founded").isEmpty());
    assertEquals(ElementType.DATE, clubs.element(NEW, "_ext.bb.founded").orElseThrow().type());
    assertTrue(clubs.element(NEW, "_ext.aa.colorDescriptor").isPresent());
    assertTrue(clubs.element(NEW, "name").orElseThrow().required(), "what is below stays");
  }

  @Test
  void load_anExtensionWithMistakes_namesEachWithItsPlace() throws IOException {
    write(
        "extensions/aa.yaml",
        "extension: ab\nresources:\n  clubbs: {colorDescriptor: {type: descriptor}}\n");
    ResourceSchemas.load(folder, problems);
    String said = String.join("\n", problems.list().stream().map(String::valueOf).toList());
    assertTrue(said.contains("the extension ab and must bear its name"), said);
    assertTrue(said.contains("aa.yaml:3:"), said);
    assertTrue(said.contains("no schema of the resource 'clubbs'; did you mean 'clubs'"), said);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
