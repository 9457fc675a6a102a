package org.statecraft.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

class CoverageOfTheSeedsTest {

  private static final Path DOCUMENT = Path.of("docs/coverage-of-the-seeds.md");

  /** As many questions as the pages were found to leave open. */
  private static final int READINGS = 38;

  /** {@link PlayedCasesPgTest} plays all others. */
  private static final Function<RuleCase, Optional<String>> NOT_PLAYED =
      each -> Playable.obstacle(each.pack(), each);

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

  @Test
  void everyTestThatPinsAReading_isThere() throws ReflectiveOperationException {
    int tests = 0;
    for (Reading each : readings(new Problems())) {
      for (String test : each.tests()) {
        String[] names = test.split("#");
        Method method = Class.forName(names[0]).getDeclaredMethod(names[1]);
        assertTrue(method.isAnnotationPresent(Test.class), test);
        tests++;
      }
    }
    assertTrue(tests > 0);
  }

  @Test
  void everyReading_isThere() {
    Problems problems = new Problems();
    assertEquals(READINGS, readings(problems).size());
    assertEquals(List.of(), problems.list());
  }

  @Test
  void aReadingThatNothingPinsOrTurns_isTold() {
    Problems problems = new Problems();
    List<Page> pages =
        Page.of(PacksUnderTest.pack("mo"), problems).stream()
            .map(page -> puttingOff(page, "M-RESYNC-1"))
            .toList();
    List<RuleCase> cases = new ArrayList<>();
    for (RuleCase each : PacksUnderTest.cases("mo")) {
      if (each.pack().equals("mo") && each.now().parameters().isEmpty()) {
        cases.add(each);
      }
    }
    String turns = "career-tech-record-needed";
    List<Reading> readings =
        List.of(
            new Reading("A1", "Turned?", List.of("reading-A2"), turns, List.of(), Place.of("x")),
            new Reading("A2", "Put off?", List.of("M-RESYNC-1"), "", List.of(), Place.of("x")),
            new Reading("A3", "There?", List.of("reading-A99"), "", List.of(), Place.of("x")));
    assertTrue(
        new Coverage(pages, List.of(), cases, each -> Optional.empty(), new Problems())
            .gaps()
            .isEmpty());
    assertEquals(
        List.of(
            "reading A1 has no case in which '" + turns + "' turns it",
            "reading A2 rests on M-RESYNC-1, which is put off"),
        new Coverage(pages, readings, cases, each -> Optional.empty(), problems).gaps());
    assertTrue(
        problems.list().stream().anyMatch(each -> each.toString().contains("'reading-A99'")),
        problems.list()::toString);
  }

  @Test
  void aRowAboutDeletesThatNothingShowsEndToEnd_isTold() {
    Problems problems = new Problems();
    List<Page> pages = Page.of(PacksUnderTest.pack("mo"), problems);
    List<RuleCase> cases = PacksUnderTest.cases("mo");
    List<String> gaps =
        new Coverage(pages, List.of(), cases, each -> Optional.of("not now"), problems).gaps();
    // Those of the Resync table have tests of their own.
    assertEquals(
        List.of("M-CASCADE-1", "M-CHANGE-1", "M-CHANGE-2", "M-CHANGE-3", "M-CHANGE-4"),
        gaps.stream().map(gap -> gap.substring(0, gap.indexOf(' '))).sorted().limit(5).toList());
    assertTrue(
        gaps.stream().allMatch(gap -> gap.endsWith("nothing that shows it end to end")),
        gaps::toString);
  }

  private static List<Reading> readings(Problems problems) {
    return Reading.read(Path.of("rules/readings.yaml"), problems);
  }

  @Test
  void everyTestThatShowsARow_isThere() throws ReflectiveOperationException {
    int tests = 0;
    for (String pack : PacksUnderTest.names()) {
      for (Page page : Page.of(PacksUnderTest.pack(pack), new Problems())) {
        for (List<String> named : page.tests().values()) {
          for (String test : named) {
            String[] names = test.split("#");
            Method method = Class.forName(names[0]).getDeclaredMethod(names[1]);
            assertTrue(method.isAnnotationPresent(Test.class), test);
            tests++;
          }
        }
      }
    }
    assertTrue(tests > 0);
  }

  /** The page as if a row were put off. */
  private static Page puttingOff(Page page, String row) {
    Map<String, List<String>> tests = new HashMap<>(page.tests());
    return tests.remove(row) == null
        ? page
        : new Page(
            page.document(),
            page.pack(),
            page.sections(),
            Map.of(row, "comes later"),
            tests,
            page.place());
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
    Coverage coverage = new Coverage(pages, readings(problems), cases, NOT_PLAYED, problems);
    problems.throwIfAny();
    assertFalse(pages.isEmpty());
    return coverage;
  }
}
