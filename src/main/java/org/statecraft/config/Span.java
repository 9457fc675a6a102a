package org.statecraft.config;

/**
 * A stretch of a text.
 *
 * @param start index of its first character, from 0
 * @param end index after its last character
 */
public record Span(int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no stretch of a text: " + start + " to " + end);
    }
  }

  /** The stretch itself. */
  public String of(String text) {
    return text.substring(start, end);
  }

  /** The text with something else in the stretch's place. */
  public String replacedIn(String text, String replacement) {
    return text.substring(0, start) + replacement + text.substring(end);
  }

  /** The line, from 1, in which the stretch begins. */
  public int line(String text) {
    return 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
  }

  /** Whether the other stretch lies within this one. */
  public boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }
}
