package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Files of packs with one fault each: what is said of it, and where. */
class BrokenRulesTest {

  private static final Path FAULTS = Path.of("src/test/resources/broken");
  private static final int LEAST = 80;

  private final BrokenPack pack;

  BrokenRulesTest(@TempDir Path folder) {
    this.pack = new BrokenPack(folder);
  }

  @TestFactory
  Stream<DynamicTest> aFault_isToldWithItsPlace() throws IOException {
    return faults().stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    String.valueOf(fault.get("name")), () -> pack.assertTold(fault)));
  }

  @Test
  void thereAreMany() throws IOException {
    assertTrue(faults().size() >= LEAST, () -> "only some");
  }

  private static List<Map<String, Object>> faults() throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String name : List.of("rules.yaml", "slips.yaml")) {
      List<Map<String, Object>> some = new Yaml().load(Files.readString(FAULTS.resolve(name)));
      all.addAll(some);
    }
    return all;
  }
}
