package org.statecraft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the sources must not say, and how long they may be. */
class SourceTest {

  /** Words of the rule language that are also the folder of a pack. */
  private static final Set<String> DRL_WORDS = Set.of("in");

  /** The classes that read the rule language. */
  private static final Set<String> DRL_READERS = Set.of("ExpressionParser", "FieldConditionParser");

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path RULES = Path.of("rules");

  /** Words of our own that a Campus table happens to have for a name too. */
  private static final Set<String> VOCABULARY = Set.of("District", "SchoolYear");

  private static final int LONGEST_FILE = 400;
  private static final int LONGEST_DRL = 100;
  private static final int MOST_RULES = 8;

  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|'(?:\\\\.|[^'\\\\])+'|\"((?:\\\\.|[^\"\\\\\n])*)\"",
          Pattern.DOTALL);
  private static final Pattern RULE = Pattern.compile("(?m)^\\s*rule\\b");

  @Test
  void javaKnowsNoTableResourceOrState() throws IOException {
    Set<String> words = wordsOfThePacks();
    assertTrue(words.contains("core"), "the words of the packs were not found: " + words);
    List<String> found = new ArrayList<>();
    for (Path file : files(MAIN, ".java")) {
      String className = file.getFileName().toString().replace(".java", "");
      if (words.contains(className) && !VOCABULARY.contains(className)) {
        found.add(file + " is named after " + className);
      }
      literals(Files.readString(file)).stream()
          .filter(words::contains)
          .filter(literal -> !(DRL_READERS.contains(className) && DRL_WORDS.contains(literal)))
          .forEach(literal -> found.add(file + " says \"" + literal + "\""));
    }
    assertEquals(List.of(), found, "tables, resources and states belong into rules/");
  }

  @Test
  void literals_areFoundInCodeAndNowhereElse() {
    String source =
        "/* \"a\" */ x = \"b\"; // \"c\"\n y = \"d\\\"e\"; z = '\"'; w = \"f\"; t = \"\"\"\n \"g\" \"\"\";";
    assertEquals(List.of("b", "d\\\"e", "f"), literals(source));
  }

  @Test
  void javaFiles_areShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files(MAIN, ".java")) {
      int lines = Files.readAllLines(file).size();
      if (lines > LONGEST_FILE) {
        tooLong.add(file + " has " + lines + " lines");
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void ruleFiles_areShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files(RULES, ".drl")) {
      int lines = Files.readAllLines(file).size();
      long rules = RULE.matcher(Files.readString(file)).results().count();
      if (lines > LONGEST_DRL || rules > MOST_RULES) {
        tooLong.add(file + " has " + lines + " lines and " + rules + " rules");
      }
    }
    assertEquals(List.of(), tooLong);
  }

  private static Set<String> wordsOfThePacks() throws IOException {
    Set<String> words = new TreeSet<>();
    for (Path pack : folders(RULES)) {
      if (!Files.exists(pack.resolve("pack.yaml"))) {
        continue;
      }
      if (Files.exists(pack.resolve("facts.yaml"))) {
        Map<String, Object> catalogue =
            new Yaml().load(Files.readString(pack.resolve("facts.yaml")));
        words.addAll(
            ((Map<?, ?>) catalogue.get("tables")).keySet().stream().map(String::valueOf).toList());
      }
      words.add(pack.getFileName().toString());
      if (Files.exists(pack.resolve("facts.yaml"))) {
        Map<String, Object> catalogue =
            new Yaml().load(Files.readString(pack.resolve("facts.yaml")));
        words.addAll(
            ((Map<?, ?>) catalogue.get("tables")).keySet().stream().map(String::valueOf).toList());
      }
      for (Path resource : folders(pack)) {
        if (Files.exists(resource.resolve("resource.yaml"))) {
          words.add(resource.getFileName().toString());
        }
      }
    }
    return words;
  }

  private static List<String> literals(String source) {
    List<String> literals = new ArrayList<>();
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      if (token.group(1) != null) {
        literals.add(token.group(1));
      }
    }
    return literals;
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
