package org.statecraft.resync;

/** A scope names something that is not there. The message says what, without data of students. */
public final class ScopeUnknown extends RuntimeException {

  private static final long serialVersionUID = 1;

  ScopeUnknown(String message) {
    super(message);
  }
}
