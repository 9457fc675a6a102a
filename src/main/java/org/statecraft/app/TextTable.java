package org.statecraft.app;

import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns, for a terminal. Numbers stand at the right. */
final class TextTable {

  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... columns) {
    rows.add(columns);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** All rows, each ending its line. */
  @Override
  public String toString() {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int at = 0; at < columns; at++) {
      numbers[at] = !isEmpty();
      for (int row = 0; row < rows.size(); row++) {
        String cell = rows.get(row)[at];
        widths[at] = Math.max(widths[at], cell.length());
        numbers[at] &= row == 0 || cell.matches("[0-9,]*");
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int at = 0; at < columns; at++) {
        String pad = " ".repeat(widths[at] - row[at].length());
        line.append(at == 0 ? "" : "  ").append(numbers[at] ? pad + row[at] : row[at] + pad);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
