package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.MappingTable;
import org.statecraft.plan.Action;
import org.statecraft.rules.Decision;

/** Compares what came of a case with what it expects, and collects the differences. */
final class CaseCheck {

  private final Expectation expected;
  private final List<String> failures = new ArrayList<>();

  CaseCheck(Expectation expected) {
    this.expected = expected;
  }

  List<String> failures() {
    return failures;
  }

  void sameDecision(Decision one, Decision other) {
    if (!one.equals(other)) {
      fail(
          "the decision depends on the order of the facts",
          List.of(one.toString()),
          List.of(other.toString()));
    }
  }

  void sameWithWatchedColumns(Decision whole, Decision watched) {
    if (!whole.equals(watched)) {
      fail(
          "a column that is not watched changes the decision",
          List.of(whole.toString()),
          List.of(watched.toString()));
    }
  }

  void decision(Decision actual, Set<String> fired) {
    expected.records().forEach((resource, records) -> records(resource, records, actual));
    expected.excluded().ifPresent(list -> exclusions(list, actual));
    findings(actual);
    for (String rule : expected.fired()) {
      if (!fired.contains(rule)) {
        failures.add("rule " + rule + " must fire, but did not");
      }
    }
    for (String rule : expected.silent()) {
      if (fired.contains(rule)) {
        failures.add("rule " + rule + " must not fire, but did");
      }
    }
  }

  private void records(ResourceName resource, List<JsonNode> records, Decision actual) {
    List<JsonNode> bodies =
        actual.desired().stream()
            .filter(each -> each.record().resource().equals(resource))
            .map(each -> each.body().tree())
            .toList();
    if (!JsonMatch.sameItems(records, bodies, expected.exactly())) {
      failures.add(
          resource
              + ": "
              + (records.size() == bodies.size()
                  ? "not as expected"
                  : records.size() + " expected, " + bodies.size() + " came")
              + "\n"
              + SideBySide.ofDocuments(records, bodies));
    }
  }

  /** The tables of the pack must be what the case says, row by row. */
  void codes(Map<String, MappingTable> tables) {
    expected
        .codes()
        .forEach(
            (name, codes) -> {
              MappingTable table = tables.get(name);
              Map<String, Optional<String>> actual = table == null ? Map.of() : table.codes();
              if (!actual.equals(codes)) {
                fail("the codes of " + name + " differ", rows(codes, actual), rows(actual, codes));
              }
            });
  }

  /** The rows that differ from the others, in the order of their values. */
  private static List<String> rows(
      Map<String, Optional<String>> codes, Map<String, Optional<String>> others) {
    return orNone(
        codes.entrySet().stream()
            .filter(each -> !each.getValue().equals(others.get(each.getKey())))
            .map(each -> each.getKey() + ": " + each.getValue().orElse("(blank)"))
            .sorted()
            .toList());
  }

  private void exclusions(List<Expectation.Exclusion> list, Decision actual) {
    List<String> wanted =
        list.stream()
            .map(each -> each.source() + ": " + each.reason())
            .distinct()
            .sorted()
            .toList();
    List<String> came =
        actual.exclusions().stream()
            .map(each -> each.source() + ": " + each.reason())
            .distinct()
            .sorted()
            .toList();
    if (!wanted.equals(came)) {
      fail("what is excluded differs", orNone(wanted), orNone(came));
    }
  }

  private void findings(Decision actual) {
    List<Decision.Finding> left = new ArrayList<>(actual.findings());
    List<Expectation.Finding> absent = new ArrayList<>();
    for (Expectation.Finding each : expected.findings()) {
      if (left.stream().noneMatch(one -> isFinding(each, one))) {
        absent.add(each);
      }
    }
    left.removeIf(one -> expected.findings().stream().anyMatch(each -> isFinding(each, one)));
    if (!absent.isEmpty() || !left.isEmpty()) {
      fail(
          "the findings differ",
          orNone(expected.findings().stream().map(Expectation.Finding::toString).toList()),
          orNone(
              actual.findings().stream()
                  .map(each -> word(each) + " " + each.source() + " " + each.detail())
                  .toList()));
    }
  }

  private static boolean isFinding(Expectation.Finding expected, Decision.Finding actual) {
    return expected.kind().equals(word(actual))
        && (expected.about().isEmpty() || expected.about().equals(actual.source()))
        && actual.detail().contains(expected.says());
  }

  private static String word(Decision.Finding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void actions(List<Action> actual) {
    expected
        .actions()
        .ifPresent(
            list -> {
              boolean same = list.size() == actual.size();
              for (int i = 0; same && i < list.size(); i++) {
                same = isAction(list.get(i), actual.get(i));
              }
              if (!same) {
                fail(
                    "the actions differ",
                    list.stream().flatMap(CaseCheck::shown).toList(),
                    actual.stream().flatMap(CaseCheck::shown).toList());
              }
            });
  }

  private static boolean isAction(Expectation.Action expected, Action actual) {
    return expected.verb() == actual.verb()
        && expected.resource().equals(actual.record().resource())
        && expected.shared().orElse(actual.shared()) == actual.shared()
        && JsonMatch.matches(expected.of(), document(actual), false);
  }

  private static JsonNode document(Action action) {
    ResourceBody body = action.body();
    return body == null
        ? JsonMatch.nested(CanonicalJson.read(action.record().key().json()))
        : body.tree();
  }

  private static Stream<String> shown(Expectation.Action action) {
    String shared = action.shared().map(each -> each ? ", shared" : ", not shared").orElse("");
    return shown(action.verb() + " " + action.resource() + shared, action.of());
  }

  private static Stream<String> shown(Action action) {
    String shared = action.shared() ? ", shared" : "";
    return shown(action.verb() + " " + action.record().resource() + shared, document(action));
  }

  private static Stream<String> shown(String title, JsonNode document) {
    return Stream.concat(
        Stream.of(title), SideBySide.lines(document).stream().map(line -> "  " + line));
  }

  void meaning(AnswerReader.Meaning actual) {
    Expectation.Meaning wanted =
        expected.meaning().orElse(new Expectation.Meaning("(outcome:)", "", ""));
    String error = actual.error().orElse("none");
    boolean same =
        wanted.outcome().equals(actual.outcome())
            && (wanted.state().isEmpty() || wanted.state().equals(actual.state()))
            && (wanted.error().isEmpty() || wanted.error().equals(error));
    if (!same) {
      fail(
          "the answer means something else",
          List.of(wanted.outcome(), "state: " + wanted.state(), "error: " + wanted.error()),
          List.of(actual.outcome(), "state: " + actual.state(), "error: " + error));
    }
  }

  private static List<String> orNone(List<String> lines) {
    return lines.isEmpty() ? List.of("(none)") : lines;
  }

  private void fail(String what, List<String> wanted, List<String> came) {
    failures.add(what + "\n" + SideBySide.of(wanted, came));
  }
}
