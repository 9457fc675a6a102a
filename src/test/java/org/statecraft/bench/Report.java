package org.statecraft.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints tables in the form of {@code docs/performance.md}. */
final class Report {

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** A line of its own. */
  void line(String text) {
    out.println(text);
  }

  /** A table to be filled and printed. */
  Table table(String title, String... columns) {
    return new Table(title, columns);
  }

  /** Rows of text under a title; the first column is left-aligned, the others right-aligned. */
  final class Table {

    private final String title;
    private final List<String[]> rows = new ArrayList<>();

    private Table(String title, String... columns) {
      this.title = title;
      rows.add(columns);
    }

    void row(String... cells) {
      rows.add(cells);
    }

    void print() {
      int[] widths = new int[rows.get(0).length];
      for (String[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          widths[i] = Math.max(widths[i], row[i].length());
        }
      }
      out.println();
      out.println("### " + title);
      out.println();
      for (int i = 0; i < rows.size(); i++) {
        out.println(line(rows.get(i), widths));
        if (i == 0) {
          String[] rule = new String[widths.length];
          Arrays.setAll(
              rule, at -> at == 0 ? "-".repeat(widths[0]) : "-".repeat(widths[at] - 1) + ":");
          out.println(line(rule, widths));
        }
      }
      out.flush();
    }

    private String line(String[] cells, int[] widths) {
      StringBuilder line = new StringBuilder("|");
      for (int i = 0; i < cells.length; i++) {
        String pad = " ".repeat(widths[i] - cells[i].length());
        line.append(' ').append(i == 0 ? cells[i] + pad : pad + cells[i]).append(" |");
      }
      return line.toString();
    }
  }
}
