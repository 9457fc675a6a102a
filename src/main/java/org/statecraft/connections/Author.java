package org.statecraft.connections;

import java.util.Locale;

/**
 * Who changed preferences.
 *
 * @param name a person's, or what stands for one
 */
public record Author(String name, Origin origin) {

  /** The file of a connection, read when the server starts. */
  static final Author CONNECTION_FILE = new Author("connection file", Origin.CONNECTION_FILE);

  public Author {
    if (name.isBlank()) {
      throw new IllegalArgumentException("who changes preferences must have a name");
    }
  }

  /** By which way a change came. */
  public enum Origin {
    CONNECTION_FILE,
    IMPORT,
    COPY,
    API;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
