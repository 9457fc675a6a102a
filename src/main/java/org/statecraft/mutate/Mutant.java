package org.statecraft.mutate;

import org.statecraft.config.Place;
import org.statecraft.config.Span;
import org.statecraft.packs.PackFile;

/**
 * One fault in one file of a pack.
 *
 * @param scope the id of the rule, or the path of the file within its pack (a table of codes:
 *     {@code descriptors/<preference>.csv})
 * @param span what is replaced
 * @param replacement what stands there instead
 * @param change what the fault does, in words that do not name a place: old and new text
 * @param about the resource whose elements or switches it is in; empty for none
 */
record Mutant(
    Operator operator,
    String scope,
    PackFile file,
    Span span,
    String replacement,
    String change,
    String about) {

  /** The file with the fault. */
  String text() {
    return span.replacedIn(file.text(), replacement);
  }

  Place place() {
    return new Place(file.shown(), span.line(file.text()), 0);
  }

  /** The lines the fault is in, without it. */
  String before() {
    return lines(file.text(), span.start(), span.end());
  }

  /** The lines the fault is in, with it; empty where it leaves out whole lines. */
  String after() {
    boolean lines = span.start() == 0 || file.text().charAt(span.start() - 1) == '\n';
    if (lines && replacement.isEmpty() && span.of(file.text()).endsWith("\n")) {
      return "";
    }
    return lines(text(), span.start(), span.start() + replacement.length());
  }

  private static String lines(String text, int start, int end) {
    int from = text.lastIndexOf('\n', start - 1) + 1;
    int last = end > start && text.charAt(end - 1) == '\n' ? end - 1 : end;
    int to = text.indexOf('\n', last);
    return text.substring(from, to < 0 ? text.length() : to).stripTrailing();
  }

  /** What tells a mutant from others wherever it stands. */
  record Identity(String scope, String operator, String change) {}

  Identity identity() {
    return new Identity(scope, operator.word(), change);
  }
}
