package org.statecraft.app;

/**
 * The server cannot start, or a command cannot do its work. The message is all that a person needs
 * to see.
 */
final class StartFailure extends RuntimeException {

  StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
