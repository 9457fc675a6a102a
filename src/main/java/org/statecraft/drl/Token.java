package org.statecraft.drl;

import org.statecraft.config.Place;

/**
 * The smallest piece of a rule file.
 *
 * @param text as it stands in the file, the quotes of a text included
 * @param from the offset of its first character
 */
record Token(Kind kind, String text, int from, Place place) {

  /** What a piece is. */
  enum Kind {
    /** A word, perhaps with a dollar sign. */
    NAME,
    /** Characters in double quotes. */
    TEXT,
    NUMBER,
    /** An operator or a bracket. */
    SYMBOL,
    /** Nothing more. */
    END
  }

  boolean is(String symbolOrName) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrName);
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  boolean isBinding() {
    return kind == Kind.NAME && text.startsWith("$");
  }

  /** The offset after its last character. */
  int to() {
    return from + text.length();
  }

  /** For a message. */
  String shown() {
    return kind == Kind.END ? "the end of the file" : kind == Kind.TEXT ? text : "'" + text + "'";
  }
}
