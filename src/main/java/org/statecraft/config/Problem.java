package org.statecraft.config;

/**
 * One thing wrong in a file, in words for the person who edits it.
 *
 * @param place where
 * @param message what is wrong and, where we can tell, what to write instead
 */
public record Problem(Place place, String message) implements Comparable<Problem> {

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
