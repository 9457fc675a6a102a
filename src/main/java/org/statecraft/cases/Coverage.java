package org.statecraft.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;

/** Which cases show the rows of the pages to hold, and not to hold where they must not. */
public final class Coverage {

  private static final String HEADER =
      """
      # Coverage of the pages

      Generated from `rules/*/*/page.yaml` and the cases beside them; do not edit. Every row has a case
      in which what it says holds (**proved by**) and one in which its condition is not met, so that it
      must not hold (**refuted by**), or tests that show it end to end against a sandbox. A row about deletes,
      resyncs, natural keys or cascades is always shown **end to end**: by such tests, or by those of its cases
      that `PlayedCasesPgTest` plays as changes of Campus rows, from the webhook to a sandbox. Write it anew with

          ./mvnw test -Dtest=CoverageOfTheSeedsTest -Dcoverage.write=true
      """;

  private static final String READINGS =
      """

      ## Readings of what the pages leave open

      From `rules/readings.yaml`. The cases of the rows pin a reading; what can turn one, some case turns.

      | reading | question | pinned by | turned by |
      |---|---|---|---|
      """;

  private static final String NOT_PLAYED =
      """

      ## Cases that are not played end to end

      All others are.

      | why | how many | cases |
      |---|---|---|
      """;

  /** Which rows must be shown end to end. */
  private static final Pattern SECTIONS = Pattern.compile("Delete|Resync|Natural Key|Cascad");

  private static final Pattern ROWS = Pattern.compile("(Post/)?Delete\\b.*");

  private final List<Page> pages;
  private final List<Reading> readings;
  private final Map<String, List<RuleCase>> notPlayed = new TreeMap<>();
  private final Map<String, List<RuleCase>> proved = new TreeMap<>();
  private final Map<String, List<RuleCase>> refuted = new TreeMap<>();

  /**
   * @param pages of all packs
   * @param readings of what the pages leave open
   * @param cases of all packs; each counts once, in the pack that states it
   * @param notPlayed why a case is not played end to end; empty if it is
   * @param problems told of rows that a case or a reading names and no page has
   */
  public Coverage(
      List<Page> pages,
      List<Reading> readings,
      List<RuleCase> cases,
      Function<RuleCase, Optional<String>> notPlayed,
      Problems problems) {
    this.pages = List.copyOf(pages);
    this.readings = List.copyOf(readings);
    List<String> rows = pages.stream().flatMap(page -> page.rows().stream()).toList();
    for (RuleCase each : cases) {
      add(proved, each, each.proves(), rows, problems);
      add(refuted, each, each.refutes(), rows, problems);
      notPlayed
          .apply(each)
          .ifPresent(
              why -> this.notPlayed.computeIfAbsent(why, key -> new ArrayList<>()).add(each));
    }
    for (Reading each : readings) {
      each.rows().stream()
          .filter(row -> !rows.contains(row))
          .forEach(row -> problems.add(each.place(), noSuchRow(row, rows)));
    }
  }

  private static String noSuchRow(String row, List<String> rows) {
    return "no page has a row '" + row + "'" + DidYouMean.hint(row, rows);
  }

  private static void add(
      Map<String, List<RuleCase>> byRow,
      RuleCase each,
      List<String> named,
      List<String> rows,
      Problems problems) {
    for (String row : named) {
      if (!rows.contains(row)) {
        problems.add(each.place(), noSuchRow(row, rows));
      }
      byRow.computeIfAbsent(row, key -> new ArrayList<>()).add(each);
    }
  }

  /**
   * The rows without a case that proves or without one that refutes, those that nothing shows end
   * to end although it should, and the readings that nothing pins or turns, in words.
   */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    for (Page page : pages) {
      page.sections().forEach((section, rows) -> notShown(page, section, rows, gaps));
      for (String row : page.rows()) {
        if (page.tests().containsKey(row)) {
          if (page.later().containsKey(row)) {
            gaps.add(row + " (" + page.document() + ") is put off, but has its tests");
          }
          continue;
        }
        boolean later = page.later().containsKey(row);
        if (!proved.containsKey(row) && !later) {
          gaps.add(row + " (" + page.document() + ") has no case that proves it");
        }
        if (!refuted.containsKey(row) && !later) {
          gaps.add(row + " (" + page.document() + ") has no case that refutes it");
        }
        if (later && proved.containsKey(row) && refuted.containsKey(row)) {
          gaps.add(row + " (" + page.document() + ") is put off, but has its cases");
        }
      }
    }
    readings.forEach(each -> gaps(each, gaps));
    return gaps;
  }

  private void notShown(Page page, String section, Map<String, String> rows, List<String> gaps) {
    rows.forEach(
        (row, says) -> {
          boolean asked = isShownEndToEnd(section, says) && !page.later().containsKey(row);
          if (asked && endToEnd(page, row).isEmpty()) {
            gaps.add(row + " (" + page.document() + ") has nothing that shows it end to end");
          }
        });
  }

  private static boolean isShownEndToEnd(String section, String says) {
    return SECTIONS.matcher(section).find() || ROWS.matcher(says).matches();
  }

  /** The tests of a row, and how many of the cases that prove it are played. */
  private String endToEnd(Page page, String row) {
    List<String> shown =
        new ArrayList<>(
            page.tests().getOrDefault(row, List.of()).stream().map(Coverage::shown).toList());
    List<RuleCase> cases = proved.getOrDefault(row, List.of());
    long played = cases.stream().filter(this::isPlayed).count();
    if (played > 0) {
      shown.add(played + " of " + cases.size() + (cases.size() == 1 ? " case" : " cases"));
    }
    return String.join("<br>", shown);
  }

  private boolean isPlayed(RuleCase each) {
    return notPlayed.values().stream().noneMatch(cases -> cases.contains(each));
  }

  private void gaps(Reading reading, List<String> gaps) {
    for (String row : reading.rows()) {
      if (pages.stream().anyMatch(page -> page.later().containsKey(row))) {
        gaps.add("reading " + reading.id() + " rests on " + row + ", which is put off");
      }
    }
    if (!reading.turnedBy().isEmpty()
        && reading.rows().stream().flatMap(this::cases).noneMatch(reading::isTurnedIn)) {
      gaps.add(
          "reading "
              + reading.id()
              + " has no case in which '"
              + reading.turnedBy()
              + "' turns it");
    }
  }

  private Stream<RuleCase> cases(String row) {
    return Stream.concat(
        proved.getOrDefault(row, List.of()).stream(),
        refuted.getOrDefault(row, List.of()).stream());
  }

  /** The document, in Markdown. */
  public String document() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Page page : pages) {
      text.append("\n## ").append(page.document()).append('\n');
      page.sections().forEach((section, rows) -> section(text, page, section, rows));
    }
    if (!readings.isEmpty()) {
      text.append(READINGS);
      readings.forEach(each -> reading(text, each));
    }
    if (!notPlayed.isEmpty()) {
      text.append(NOT_PLAYED);
      notPlayed.forEach(
          (why, cases) ->
              text.append("| ")
                  .append(why)
                  .append(" | ")
                  .append(cases.size())
                  .append(" | ")
                  .append(names(cases))
                  .append(" |\n"));
    }
    return text.toString();
  }

  private static void reading(StringBuilder text, Reading each) {
    List<String> pins = new ArrayList<>(each.rows());
    each.tests().forEach(test -> pins.add(shown(test)));
    text.append("| ").append(each.id()).append(" | ").append(cell(each.question())).append(" | ");
    text.append(String.join("<br>", pins)).append(" | ");
    text.append(each.turnedBy().isEmpty() ? "" : '`' + each.turnedBy() + '`').append(" |\n");
  }

  /** A test without its package. */
  private static String shown(String test) {
    return '`' + test.substring(test.lastIndexOf('.') + 1) + '`';
  }

  private void section(StringBuilder text, Page page, String section, Map<String, String> rows) {
    text.append("\n### ").append(section).append("\n\n");
    text.append("| row | says | end to end | proved by | refuted by |\n|---|---|---|---|---|\n");
    rows.forEach(
        (row, says) -> {
          String later = page.later().get(row);
          text.append("| ").append(row).append(" | ").append(cell(says)).append(" | ");
          if (later != null) {
            text.append("later: ").append(cell(later)).append(" | | |\n");
          } else {
            boolean asked = isShownEndToEnd(section, says) || page.tests().containsKey(row);
            text.append(asked ? endToEnd(page, row) : "").append(" | ");
            text.append(names(proved.getOrDefault(row, List.of()))).append(" | ");
            text.append(names(refuted.getOrDefault(row, List.of()))).append(" |\n");
          }
        });
  }

  private static String names(List<RuleCase> cases) {
    return String.join(
        "<br>",
        cases.stream()
            .map(each -> cell(each.name()) + " (`" + each.pack() + "/" + each.file() + "`)")
            .toList());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ").strip();
  }
}
