package org.statecraft.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;

/** Which cases show the rows of the pages to hold, and not to hold where they must not. */
public final class Coverage {

  private static final String HEADER =
      """
      # Coverage of the pages

      Generated from `rules/*/*/page.yaml` and the cases beside them; do not edit. Every row has a case
      in which what it says holds (**proved by**) and one in which its condition is not met, so that it
      must not hold (**refuted by**). Write it anew with

          ./mvnw test -Dtest=CoverageOfTheSeedsTest -Dcoverage.write=true
      """;

  private final List<Page> pages;
  private final Map<String, List<RuleCase>> proved = new TreeMap<>();
  private final Map<String, List<RuleCase>> refuted = new TreeMap<>();

  /**
   * @param pages of all packs
   * @param cases of all packs; each counts once, in the pack that states it
   * @param problems told of rows that a case names and no page has
   */
  public Coverage(List<Page> pages, List<RuleCase> cases, Problems problems) {
    this.pages = List.copyOf(pages);
    List<String> rows = pages.stream().flatMap(page -> page.rows().stream()).toList();
    for (RuleCase each : cases) {
      add(proved, each, each.proves(), rows, problems);
      add(refuted, each, each.refutes(), rows, problems);
    }
  }

  private static void add(
      Map<String, List<RuleCase>> byRow,
      RuleCase each,
      List<String> named,
      List<String> rows,
      Problems problems) {
    for (String row : named) {
      if (!rows.contains(row)) {
        problems.add(each.place(), "no page has a row '" + row + "'" + DidYouMean.hint(row, rows));
      }
      byRow.computeIfAbsent(row, key -> new ArrayList<>()).add(each);
    }
  }

  /** The rows without a case that proves or without one that refutes, in words. */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    for (Page page : pages) {
      for (String row : page.rows()) {
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
    return gaps;
  }

  /** The document, in Markdown. */
  public String document() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Page page : pages) {
      text.append("\n## ").append(page.document()).append('\n');
      page.sections().forEach((section, rows) -> section(text, page, section, rows));
    }
    return text.toString();
  }

  private void section(StringBuilder text, Page page, String section, Map<String, String> rows) {
    text.append("\n### ").append(section).append("\n\n");
    text.append("| row | says | proved by | refuted by |\n|---|---|---|---|\n");
    rows.forEach(
        (row, says) -> {
          String later = page.later().get(row);
          text.append("| ").append(row).append(" | ").append(cell(says)).append(" | ");
          if (later != null) {
            text.append("later: ").append(cell(later)).append(" | |\n");
          } else {
            text.append(names(proved, row)).append(" | ");
            text.append(names(refuted, row)).append(" |\n");
          }
        });
  }

  private static String names(Map<String, List<RuleCase>> byRow, String row) {
    return String.join(
        "<br>",
        byRow.getOrDefault(row, List.of()).stream()
            .map(each -> cell(each.name()) + " (`" + each.pack() + "/" + each.file() + "`)")
            .toList());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ").strip();
  }
}
