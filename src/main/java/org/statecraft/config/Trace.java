package org.statecraft.config;

import org.jspecify.annotations.Nullable;

/**
 * An error for the log: where it came from, without its message. A message may quote the value that
 * was wrong, and that value may be a student's.
 */
public final class Trace extends RuntimeException {

  private static final int DEEPEST = 5;

  private Trace(String name, @Nullable Trace cause, StackTraceElement[] stack) {
    super(name, cause, false, true);
    setStackTrace(stack);
  }

  /** The classes and the stack of an error and of its causes. */
  public static Trace of(Throwable error) {
    return of(error, 0);
  }

  private static Trace of(Throwable error, int depth) {
    Throwable cause = error.getCause();
    return new Trace(
        error.getClass().getName(),
        cause == null || depth == DEEPEST ? null : of(cause, depth + 1),
        error.getStackTrace());
  }
}
