package org.statecraft.db;

/** There is no database to work with. The message tells a person which, why and what to do. */
public final class DatabaseUnavailable extends RuntimeException {

  public DatabaseUnavailable(String message) {
    super(message);
  }

  public DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
