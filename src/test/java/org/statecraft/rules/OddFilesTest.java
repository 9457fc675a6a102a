package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.rules.BrokenPack.CTE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.Problem;
import org.statecraft.config.Quotes;

/** Files as editors, spreadsheets and accidents leave them: which are taken, and what is said. */
class OddFilesTest {

  private static final String RULES = CTE + "exclusions.drl";
  private static final String RESOURCE = CTE + "resource.yaml";

  private final BrokenPack pack;
  private final Path root;

  OddFilesTest(@TempDir Path folder) throws IOException {
    this.pack = new BrokenPack(folder);
    this.root = pack.copy("odd");
  }

  @Test
  void aMarkBeforeTheText_isNothing() throws IOException {
    for (String each : List.of(RULES, RESOURCE, "descriptors/TechnicalSkills.csv")) {
      write(each, "\uFEFF" + read(each));
    }
    assertEquals(List.of(), problems());
  }

  @Test
  void linesThatEndAsOnWindows_areNothing_andPlacesHold() throws IOException {
    for (String each :
        List.of(RULES, RESOURCE, CTE + "tests/post.yaml", "descriptors/TechnicalSkills.csv")) {
      write(each, read(each).replace("\n", "\r\n"));
    }
    assertEquals(List.of(), problems());
    write(RULES, "\uFEFF" + read(RULES).replace("uniqueId != null", "uniqeId != null"));
    Problem problem = only("Student has no field 'uniqeId'");
    assertEquals(39, problem.place().line());
    assertEquals(16, problem.place().column());
    assertTrue(new Quotes().lineOf(problem.place()).orElseThrow().endsWith("uniqeId != null )"));
  }

  @Test
  void emptyFiles_areTold_andNothingThatFollows() throws IOException {
    for (String each : List.of(RULES, CTE + "elements.yaml", RESOURCE)) {
      String before = read(each);
      write(each, "\n");
      assertAtTop(each, only("the file is empty"));
      write(each, before);
    }
  }

  @Test
  void filesThatAreNoText_areTold_andNothingThatFollows() throws IOException {
    byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, (byte) 0xff};
    for (String each : List.of(RULES, RESOURCE)) {
      String before = read(each);
      Files.write(file(each), picture);
      assertAtTop(each, only("the file is not UTF-8"));
      Files.write(file(each), ("# caf\u00e9\n" + before).getBytes(StandardCharsets.ISO_8859_1));
      assertAtTop(each, only("save it as plain text in UTF-8"));
      write(each, before);
    }
    write(RESOURCE, "\u0000\u0001\u0002");
    assertAtTop(RESOURCE, only("this is no text"));
  }

  @Test
  void aFileThatIsTooLong_isToldWhereItBecomesSo() throws IOException {
    write(RULES, read(RULES) + "// filler\n".repeat(100_000));
    Problem problem = only("more than 100 lines");
    assertEquals(101, problem.place().line());
  }

  @Test
  void filesThatNobodyReads_areTold() throws IOException {
    Files.move(file(CTE + "page.yaml"), file(CTE + "page.yml"));
    assertAtTop(CTE + "page.yml", only("a file of this name is not read"));
    Files.move(file(CTE + "page.yml"), file(CTE + "page.yaml"));
    write(CTE + "more.drl.txt", "rule");
    assertAtTop(CTE + "more.drl.txt", only("let its name end in .drl, .yaml or .csv"));
  }

  @Test
  void aCopyOfAFile_isToldForEachRule() throws IOException {
    Files.copy(file(RULES), file(CTE + "exclusions copy.drl"));
    List<Problem> problems = problems();
    assertEquals(
        4, problems.stream().filter(each -> each.message().contains("is taken already")).count());
    assertTrue(
        problems.stream().allMatch(each -> each.place().file().contains("exclusions")),
        problems.toString());
  }

  private void assertAtTop(String name, Problem problem) {
    assertEquals(file(name).toString(), problem.place().file());
    assertTrue(problem.place().line() <= 1, problem.toString());
  }

  private Problem only(String says) {
    List<Problem> problems = problems();
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).message().contains(says), problems::toString);
    return problems.get(0);
  }

  private List<Problem> problems() {
    return BrokenPack.problems(root, "core");
  }

  private Path file(String name) {
    return BrokenPack.file(root, "core", name);
  }

  private String read(String name) throws IOException {
    return Files.readString(file(name));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
  }
}
