package org.statecraft.config;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class PackagedFolderTest {

  @Test
  void files_amongClasses_areThoseOfTheFolder() throws IOException {
    SortedMap<String, byte[]> files = PackagedFolder.files("db/migration");
    assertTrue(files.firstKey().startsWith("V001__"), files.firstKey());
    assertEquals(
        Files.size(PackagedFolder.find("db/migration").orElseThrow().resolve(files.firstKey())),
        requireNonNull(files.get(files.firstKey())).length);
  }

  /** The classes of a library are in a jar. */
  @Test
  void files_inAJar_areThoseOfTheFolderAndNoneBelow() {
    SortedMap<String, byte[]> files = PackagedFolder.files("org/junit/jupiter/api");
    assertTrue(files.containsKey("Test.class"), files.keySet().toString());
    assertTrue(files.keySet().stream().noneMatch(name -> name.contains("/")));
    assertTrue(requireNonNull(files.get("Test.class")).length > 100);
  }

  @Test
  void folderThatIsNotThere_isEmpty() {
    assertEquals(Map.of(), PackagedFolder.files("no/such/folder"));
    assertEquals(Optional.empty(), PackagedFolder.find("no/such/folder"));
  }
}
