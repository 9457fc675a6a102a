package org.statecraft.deliver;

/**
 * A request may have been sent, but no answer came: a time-out or a broken connection. The API may
 * have done what it was asked or not.
 */
final class NoAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoAnswer(Throwable cause) {
    super("no answer: " + cause.getClass().getSimpleName(), cause, false, false);
  }
}
