package org.statecraft.mutate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.config.Span;

/**
 * The faults in a table of {@code descriptors/}: each value with another code, and each left out.
 */
final class TableMutants {

  /** A code that no state has, for values that have none. */
  private static final String SOME_CODE = "uri://mutant.example/MutantDescriptor#mutant";

  private static final Pattern CELL = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,\"\\n]*)");

  private TableMutants() {}

  static void add(MutantList mutants) {
    String text = mutants.text();
    int begin = text.indexOf('\n') + 1;
    while (begin > 0 && begin < text.length()) {
      int end = endOfRow(text, begin);
      row(mutants, text, begin, end);
      begin = end + 1;
    }
  }

  private static void row(MutantList mutants, String text, int begin, int end) {
    Matcher value = CELL.matcher(text).region(begin, end);
    if (!value.lookingAt() || value.end() >= end) {
      return;
    }
    Matcher code = CELL.matcher(text).region(value.end() + 1, end);
    if (!code.lookingAt()) {
      return;
    }
    String name = inner(value);
    boolean quoted = code.group(1) != null;
    Span span = quoted ? new Span(code.start(1), code.end(1)) : new Span(code.start(), code.end());
    String now = inner(code).strip();
    mutants.add(
        Operator.CHANGE_CODE,
        span,
        now.isEmpty() ? SOME_CODE : now + "~",
        name + ": " + (now.isEmpty() ? "(blank)" : now) + " => another code");
    mutants.add(
        Operator.DROP_CODE,
        new Span(begin, Math.min(text.length(), end + 1)),
        "",
        name + " => (not listed)");
  }

  private static String inner(Matcher cell) {
    return cell.group(1) != null ? cell.group(1) : cell.group();
  }

  /** A row ends with its line, unless a quoted cell goes on. */
  private static int endOfRow(String text, int begin) {
    boolean quoted = false;
    for (int i = begin; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      if (text.charAt(i) == '\n' && !quoted) {
        return i;
      }
    }
    return text.length();
  }
}
