package org.statecraft.sync;

/** A batch was decided by preferences that have changed meanwhile; it is decided again. */
final class StalePreferences extends RuntimeException {

  StalePreferences() {
    super("the preferences changed while the batch was decided");
  }
}
