package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<String> codes = codes(text);
    int begin = text.indexOf('\n') + 1;
    while (begin > 0 && begin < text.length()) {
      int end = endOfRow(text, begin);
      row(mutants, text, begin, end, codes);
      begin = end + 1;
    }
  }

  /** The codes of all rows that have one. */
  private static List<String> codes(String text) {
    List<String> codes = new ArrayList<>();
    int begin = text.indexOf('\n') + 1;
    while (begin > 0 && begin < text.length()) {
      int end = endOfRow(text, begin);
      code(text, begin, end)
          .map(cell -> inner(cell).strip())
          .filter(each -> !each.isEmpty())
          .ifPresent(codes::add);
      begin = end + 1;
    }
    return codes;
  }

  /** The second cell of a row, if there is one. */
  private static Optional<Matcher> code(String text, int begin, int end) {
    Matcher value = CELL.matcher(text).region(begin, end);
    if (!value.lookingAt() || value.end() >= end) {
      return Optional.empty();
    }
    Matcher code = CELL.matcher(text).region(value.end() + 1, end);
    return code.lookingAt() ? Optional.of(code) : Optional.empty();
  }

  private static void row(MutantList mutants, String text, int begin, int end, List<String> codes) {
    Matcher value = CELL.matcher(text).region(begin, end);
    Optional<Matcher> cell = code(text, begin, end);
    if (!value.lookingAt() || cell.isEmpty()) {
      return;
    }
    Matcher code = cell.get();
    String name = inner(value);
    String now = inner(code).strip();
    mutants.add(
        Operator.CHANGE_CODE,
        new Span(code.start(), code.end()),
        cell(other(now, codes)),
        name + ": " + (now.isEmpty() ? "(blank)" : now) + " => another code");
    mutants.add(
        Operator.DROP_CODE,
        new Span(begin, Math.min(text.length(), end + 1)),
        "",
        name + " => (not listed)");
  }

  /** A code that another value has, which the tables of codes know; the next after this one. */
  private static String other(String now, List<String> codes) {
    List<String> others = new ArrayList<>(codes.subList(codes.indexOf(now) + 1, codes.size()));
    others.addAll(codes);
    others.removeIf(now::equals);
    return others.isEmpty() ? (now.isEmpty() ? SOME_CODE : now + "~") : others.get(0);
  }

  private static String cell(String text) {
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
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
