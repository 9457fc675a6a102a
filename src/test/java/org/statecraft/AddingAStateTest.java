package org.statecraft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.cases.CaseReader;
import org.statecraft.cases.CaseResult;
import org.statecraft.cases.CaseRunner;
import org.statecraft.cases.Coverage;
import org.statecraft.cases.Page;
import org.statecraft.cases.RuleCase;
import org.statecraft.config.Environment;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.deliver.AnswersUnderTest;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.mutate.MutationReport;
import org.statecraft.mutate.MutationText;
import org.statecraft.mutate.Mutations;
import org.statecraft.mutate.Operator;
import org.statecraft.mutate.Selection;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.plan.Action;
import org.statecraft.plan.Planner;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleSets;

/**
 * Does what docs/adding-a-state.md says, with the files that stand in it, in an empty folder. What
 * the program says in the document is compared with what it says; {@code -Ddocument.write=true}
 * writes it anew.
 */
class AddingAStateTest {

  private static final Path DOCUMENT = Path.of("docs/adding-a-state.md");

  private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+) (\\S+)\\n((?s:.*?))^```$");

  private static final String STATE = "zz";
  private static final String BORDER = "Eight lessons are enough from 2024-25 on";

  private final Path folder;
  private String document = "";

  AddingAStateTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void copyTheFilesOfTheDocument() throws IOException {
    document = Files.readString(DOCUMENT);
    for (String needed : List.of("rules/core", "rules/schema", "descriptors/core")) {
      copy(Path.of(needed), folder.resolve(needed));
    }
    Matcher block = BLOCK.matcher(document);
    int files = 0;
    while (block.find()) {
      if (block.group(2).contains("/") && !block.group(1).equals("diff")) {
        Path file = folder.resolve(block.group(2));
        Files.createDirectories(file.getParent());
        assertFalse(Files.exists(file), file + " stands in the document twice");
        Files.writeString(file, block.group(3));
        files++;
      }
    }
    assertTrue(files > 10, "files in the document: " + files);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private PackReader reader() {
    return new PackReader(folder.resolve("rules"), folder.resolve("descriptors"));
  }

  private ResourceSchemas schemas() {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(folder.resolve("rules/schema"), problems);
    problems.throwIfAny();
    return schemas;
  }

  private record Tested(RulePack pack, RuleSet rules, List<CaseResult> results) {}

  private Tested test() {
    RulePack pack = reader().read(STATE);
    RuleSet rules = RuleSet.compile(pack, schemas(), pack.dataStandard());
    Problems problems = new Problems();
    List<RuleCase> cases = CaseReader.read(pack, problems);
    problems.throwIfAny();
    Map<DataStandard, RuleSet> byStandard = new HashMap<>();
    CaseRunner runner =
        new CaseRunner(
            pack,
            standard ->
                byStandard.computeIfAbsent(standard, each -> rules.forStandard(schemas(), each)),
            new AnswersUnderTest());
    return new Tested(pack, rules, cases.stream().map(runner::run).toList());
  }

  @Test
  void theCases_hold_andTryEveryRuleAndRow() {
    Tested tested = test();
    List<String> failed =
        tested.results().stream().filter(each -> !each.holds()).map(CaseResult::report).toList();
    assertEquals(List.of(), failed);
    Set<String> neverFired = new HashSet<>(tested.rules().ruleIds());
    Set<String> neverSilent = new HashSet<>(tested.rules().ruleIds());
    for (CaseResult each : tested.results()) {
      neverFired.removeAll(each.fired());
      neverSilent.retainAll(each.fired());
    }
    assertEquals(Set.of(), neverFired);
    assertEquals(Set.of(), neverSilent);
    Problems problems = new Problems();
    List<RuleCase> own =
        tested.results().stream()
            .map(CaseResult::of)
            .filter(each -> each.pack().equals(STATE))
            .toList();
    List<Page> pages = Page.of(tested.pack(), problems);
    assertEquals(
        List.of(), new Coverage(pages, List.of(), own, each -> Optional.empty(), problems).gaps());
    assertEquals(List.of(), problems.list());
  }

  @Test
  void aFault_isToldAsTheDocumentSays() throws IOException {
    makeTheMistakeBefore("fault");
    InvalidFiles told = assertThrows(InvalidFiles.class, this::test);
    holds("fault", shown(String.valueOf(told.getMessage())));
  }

  @Test
  void aCaseThatFails_isToldAsTheDocumentSays() throws IOException {
    makeTheMistakeBefore("case");
    List<String> failed =
        test().results().stream().filter(each -> !each.holds()).map(CaseResult::report).toList();
    assertEquals(1, failed.size(), failed::toString);
    holds("case", shown(failed.get(0)));
  }

  @Test
  void aFaultThatNoCaseNotices_isToldAsTheDocumentSays() throws Exception {
    Path cases = folder.resolve("rules/zz/studentProgramAssociations/tests/swimming.yaml");
    String text = Files.readString(cases);
    int start = text.indexOf("  - name: " + BORDER);
    int end = text.indexOf("  - name: ", start + 1);
    assertTrue(start > 0 && end > start, "the case the document speaks of");
    Selection selection =
        new Selection(Set.of(Operator.CHANGE_PARAMETER), List.of("parameters.yaml"));
    Mutations mutations = new Mutations(reader(), schemas());
    assertTrue(mutations.run(STATE, selection, 1, (done, all, survived) -> {}).isClean());
    Files.writeString(cases, text.substring(0, start) + text.substring(end));
    MutationReport report = mutations.run(STATE, selection, 1, (done, all, survived) -> {});
    String told = MutationText.of(report, Duration.ZERO);
    assertTrue(told.contains("\n\n"), told);
    // How many is up to the pack below.
    String first = told.replaceFirst("(?m)^  \\d+ cases ran", "  ... cases ran");
    holds("mutate", shown(first.substring(0, first.indexOf("\n\n") + 1)));
  }

  /** The change of the last {@code diff} before a block. */
  private void makeTheMistakeBefore(String block) throws IOException {
    Matcher diff = BLOCK.matcher(document.substring(0, document.indexOf("```text " + block)));
    String path = "";
    String lines = "";
    while (diff.find()) {
      if (diff.group(1).equals("diff")) {
        path = diff.group(2);
        lines = diff.group(3);
      }
    }
    String old = side(lines, "-");
    Path file = folder.resolve(path);
    String text = Files.readString(file);
    assertEquals(2, text.split(Pattern.quote(old), -1).length, "'" + old + "' stands there once");
    Files.writeString(file, text.replace(old, side(lines, "+")));
  }

  private static String side(String diff, String sign) {
    return diff.lines()
        .filter(line -> line.startsWith(sign))
        .map(line -> line.substring(1))
        .collect(Collectors.joining("\n"));
  }

  /** Paths as an analyst sees them, who stands in the folder. */
  private String shown(String text) {
    return text.replace(folder + "/", "")
            .stripTrailing()
            .lines()
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  /** The document says what the program said. */
  private void holds(String block, String said) throws IOException {
    Matcher found = BLOCK.matcher(document);
    while (found.find()) {
      if (found.group(2).equals(block)) {
        if (Boolean.getBoolean("document.write")) {
          String now = Files.readString(DOCUMENT);
          Files.writeString(
              DOCUMENT,
              now.replace(
                  found.group(),
                  found.group().substring(0, found.group().indexOf('\n') + 1) + said + "```"));
        } else {
          assertEquals(found.group(3), said);
        }
        return;
      }
    }
    throw new AssertionError("the document has no block '" + block + "'");
  }

  @Test
  void rowsOfAStudent_becomeThePlanTheDocumentShows() throws IOException {
    Problems problems = new Problems();
    Environment environment =
        new Environment(Map.of("LAKESIDE_2025_KEY", "key", "LAKESIDE_2025_SECRET", "secret"));
    List<ConnectionFile> files =
        new ConnectionReader(environment, problems)
            .readFolder(folder.resolve("config/connections"));
    problems.throwIfAny();
    Connection connection = files.get(0).connection();
    RuleSets ruleSets = new RuleSets(reader(), schemas());
    ruleSets.load(List.of(connection));
    RuleSet rules = ruleSets.of(connection);
    files.get(0).seed().check(rules.pack(), problems);
    problems.throwIfAny();
    FactAssembler assembler = new FactAssembler(rules.pack().catalogue(), connection.uniqueId());
    List<Fact> own = new ArrayList<>();
    List<Fact> shared = new ArrayList<>();
    block("rows").lines().forEach(row -> add(row, rules.pack(), assembler, own, shared));
    ConnectionFacts facts = assembler.connection(connection.schoolYear(), shared);
    Decision decision =
        new Decider(rules, facts, Mappings.of(rules.pack(), files.get(0).seed().mappings()))
            .decide(
                assembler.student(new StudentId("55"), own, facts),
                rules.pack().resources().keySet());
    assertEquals(List.of(), decision.findings());
    List<Action> plan =
        new Planner(rules.pack().resources(), rules.ranks())
            .plan(decision, List.of(), rules.pack().resources().keySet());
    holds("plan", plan.stream().map(AddingAStateTest::line).collect(Collectors.joining()));
  }

  private String block(String name) {
    Matcher found = BLOCK.matcher(document);
    while (found.find()) {
      if (found.group(2).equals(name)) {
        return found.group(3);
      }
    }
    throw new AssertionError("the document has no block '" + name + "'");
  }

  private static void add(
      String row, RulePack pack, FactAssembler assembler, List<Fact> own, List<Fact> shared) {
    Map.Entry<String, JsonNode> entry = CanonicalJson.read(row).properties().iterator().next();
    FactTable table = pack.catalogue().table(new TableName(entry.getKey())).orElseThrow();
    String key = entry.getValue().path(table.key().get(0)).asText();
    Fact fact =
        assembler.fact(table.name(), new RowKey(key), CanonicalJson.write(entry.getValue()));
    assertTrue(fact != null);
    (table.isShared() ? shared : own).add(fact);
  }

  /** One request a line. */
  private static String line(Action action) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.set(
        action.verb() + " " + action.record().resource(),
        action.body() == null ? JsonNodeFactory.instance.nullNode() : action.body().tree());
    return CanonicalJson.write(line).replace("\":", "\": ").replace(",\"", ", \"") + "\n";
  }
}
