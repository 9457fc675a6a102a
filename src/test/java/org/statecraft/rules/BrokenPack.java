package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.cases.PackCheck;
import org.statecraft.config.Place;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.Quotes;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.testing.PackCopy;

/** A copy of a pack with one fault, and what the check says of it. */
final class BrokenPack {

  static final String CTE = "studentCTEProgramAssociations/";

  private static final String CORE = "core";

  /** Where a fault must be told, in the text that makes it. */
  private static final String MARK = "\u00a6";

  /** A misspelt key may be told as unknown and as missing. */
  private static final int MOST_TOLD = 2;

  /** Words of the engine, of its compiler and of Java; none of them may reach who writes rules. */
  private static final List<String> FOREIGN =
      List.of(
          "[ERR",
          "mismatched input",
          "cannot be resolved",
          "Unable to",
          "org.drools",
          "Exception",
          "no viable alternative",
          "[Error:",
          "java.lang.String");

  /**
   * @param file below the core pack, or below {@code descriptors/}
   * @param old the text that becomes {@code now}; empty to append
   * @param at the file and line the problem must name; the line alone for {@code file}; {@code +n}
   *     for n lines after the one where {@code old} begins
   * @param points what stands at the column the problem names; empty for the end of the line
   * @param says what the message must contain
   */
  record Fault(
      String name, String file, String old, String now, String at, String points, String... says) {}

  private final Path folder;

  BrokenPack(Path folder) {
    this.folder = folder;
  }

  /** The fault is told, at its place and in plain words, and little else is. */
  void assertTold(Fault fault) throws IOException {
    Path root = copy(fault.name().replaceAll("\\W", "-"));
    Path file = file(root, CORE, fault.file());
    String text = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, changed(text, fault.old(), fault.now()));
    List<Problem> problems = problems(root, CORE);
    Problem problem =
        only(fault.name(), problems, root, CORE, expectedPlace(fault, text), List.of(fault.says()));
    String pointed = pointed(problem);
    assertTrue(
        fault.points().isEmpty() ? pointed.isEmpty() : pointed.startsWith(fault.points()),
        () -> "it points at <" + pointed + "> in " + shown(problems));
    assertTrue(problems.size() <= MOST_TOLD, () -> "too much is told: " + shown(problems));
  }

  /** The same for a fault as the files in {@code broken/} describe them. */
  void assertTold(Map<String, Object> fault) throws IOException {
    String name = String.valueOf(fault.get("name"));
    String pack = String.valueOf(fault.getOrDefault("pack", CORE));
    Path root = copy(name.replaceAll("\\W", "-"), pack);
    Path file = file(root, pack, String.valueOf(fault.get("file")));
    String marked =
        changed(
            Files.readString(file),
            String.valueOf(fault.getOrDefault("old", "")),
            String.valueOf(fault.get("now")));
    Files.writeString(file, marked.replace(MARK, ""));
    String told = String.valueOf(fault.getOrDefault("told", fault.get("file")));
    String broken = fault.containsKey("told") ? Files.readString(file(root, pack, told)) : marked;
    String at = String.valueOf(fault.getOrDefault("at", fault.containsKey("told") ? "" : MARK));
    int place = broken.indexOf(at);
    assertTrue(place >= 0, "where must " + name + " be told?");
    int line = 1 + (int) broken.substring(0, place).chars().filter(c -> c == '\n').count();
    int column = place - broken.lastIndexOf('\n', place - 1);
    List<Problem> problems = problems(root, pack);
    Problem problem =
        only(
            name,
            problems,
            root,
            pack,
            told + ":" + line,
            (List<?>) Objects.requireNonNull(fault.get("says")));
    assertEquals(column, new Quotes().exact(problem).column(), () -> "column of " + problem);
    assertTrue(
        problems.size() == 1 || fault.containsKey("more"),
        () -> "too much is told of " + name + ": " + shown(problems));
  }

  static Path file(Path root, String pack, String name) {
    return name.startsWith("descriptors/")
        ? root.resolve(name.replace("descriptors/", "descriptors/" + pack + "/"))
        : root.resolve("rules").resolve(pack).resolve(name);
  }

  private static String changed(String text, String old, String now) {
    assertTrue(text.contains(old), "the pack no longer has: " + old);
    return old.isEmpty()
        ? text + now
        : text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(now));
  }

  private static Problem only(
      String name, List<Problem> problems, Path root, String pack, String expected, List<?> says) {
    List<Problem> there =
        problems.stream()
            .filter(each -> place(root, pack, each).equals(expected))
            .filter(each -> says.stream().allMatch(it -> each.message().contains("" + it)))
            .toList();
    assertEquals(
        1, there.size(), () -> name + ": expected at " + expected + ", but " + shown(problems));
    for (Problem each : problems) {
      for (String word : FOREIGN) {
        assertFalse(each.message().contains(word), () -> word + " is told: " + shown(problems));
      }
    }
    return there.get(0);
  }

  /** What stands in the quoted line at the place of a problem. */
  private static String pointed(Problem problem) {
    Quotes quotes = new Quotes();
    Place place = quotes.exact(problem);
    String line = quotes.lineOf(place).orElseThrow(() -> new AssertionError("no line: " + place));
    return line.substring(Math.min(line.length(), place.column() - 1));
  }

  private static String expectedPlace(Fault fault, String text) {
    if (fault.at().startsWith("+")) {
      long before =
          text.substring(0, text.indexOf(fault.old())).chars().filter(c -> c == '\n').count();
      return fault.file() + ":" + (before + 1 + Integer.parseInt(fault.at().substring(1)));
    }
    return fault.at().contains(":") ? fault.at() : fault.file() + ":" + fault.at();
  }

  private static String place(Path root, String pack, Problem problem) {
    Place place = new Quotes().exact(problem);
    return place
            .file()
            .replace(root.resolve("rules").resolve(pack) + "/", "")
            .replace(root.resolve("descriptors").resolve(pack) + "/", "descriptors/")
        + ":"
        + place.line();
  }

  private static String shown(List<Problem> problems) {
    return "\n" + String.join("\n", problems.stream().map(Problem::toString).toList());
  }

  /** The core pack in a folder of its own. */
  Path copy(String name) throws IOException {
    return copy(name, CORE);
  }

  /** A pack in a folder of its own, with Core that it extends. */
  Path copy(String name, String pack) throws IOException {
    Path root = folder.resolve(name);
    for (String each : new TreeSet<>(List.of(CORE, pack))) {
      for (String part : List.of("rules/" + each, "descriptors/" + each)) {
        PackCopy.copy(
            Path.of(part), Files.createDirectories(root.resolve(part).getParent()).resolve(each));
      }
    }
    return root;
  }

  static List<Problem> problems(Path root, String pack) {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    new PackCheck(new PackReader(root.resolve("rules"), root.resolve("descriptors")), schemas)
        .check(pack, problems);
    return problems.list();
  }
}
