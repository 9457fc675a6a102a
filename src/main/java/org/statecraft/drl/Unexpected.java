package org.statecraft.drl;

import org.statecraft.config.Place;

/** Something stands where it may not; the rest of the rule cannot be read. */
final class Unexpected extends RuntimeException {

  private final transient Place place;

  Unexpected(Place place, String message) {
    super(message, null, false, false);
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** What is wrong, for people. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
