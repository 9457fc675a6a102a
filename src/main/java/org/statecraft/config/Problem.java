package org.statecraft.config;

/**
 * One thing wrong in a file, in words for the person who edits it.
 *
 * @param place where
 * @param message what is wrong and, where we can tell, after the last semicolon what to write
 *     instead
 */
public record Problem(Place place, String message) implements Comparable<Problem> {

  private static final String BEFORE_SUGGESTION = "; ";

  /** What is wrong. */
  public String reason() {
    int at = message.lastIndexOf(BEFORE_SUGGESTION);
    return at < 0 ? message : message.substring(0, at);
  }

  /** What to write instead; empty if we cannot tell. */
  public String suggestion() {
    int at = message.lastIndexOf(BEFORE_SUGGESTION);
    return at < 0 ? "" : message.substring(at + BEFORE_SUGGESTION.length());
  }

  @Override
  public int compareTo(Problem other) {
    int byPlace = place.compareTo(other.place);
    return byPlace != 0 ? byPlace : message.compareTo(other.message);
  }

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
