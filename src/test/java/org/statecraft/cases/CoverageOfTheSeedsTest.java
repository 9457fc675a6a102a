package org.statecraft.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Problems;

class CoverageOfTheSeedsTest {

  private static final Path DOCUMENT = Path.of("docs/coverage-of-the-seeds.md");

  @Test
  void everyRow_isProvedAndRefuted() {
    assertEquals(List.of(), coverage().gaps());
  }

  @Test
  void theDocument_isWhatThePagesAndCasesSay() throws IOException {
    String generated = coverage().document();
    if (Boolean.getBoolean("coverage.write")) {
      Files.createDirectories(DOCUMENT.toAbsolutePath().getParent());
      Files.writeString(DOCUMENT, generated);
    }
    assertEquals(generated, Files.readString(DOCUMENT));
  }

  private static Coverage coverage() {
    Problems problems = new Problems();
    List<Page> pages = new ArrayList<>();
    List<RuleCase> cases = new ArrayList<>();
    for (String pack : PacksUnderTest.names()) {
      pages.addAll(Page.of(PacksUnderTest.pack(pack), problems));
      PacksUnderTest.cases(pack).stream()
          .filter(each -> each.pack().equals(pack))
          .forEach(cases::add);
    }
    Coverage coverage = new Coverage(pages, cases, problems);
    problems.throwIfAny();
    assertFalse(pages.isEmpty());
    return coverage;
  }
}
