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

  /** Quotes of a word processor. */
  boolean isCurlyQuote() {
    return kind == Kind.SYMBOL && "\u201c\u201d\u201e\u2018\u2019".contains(text);
  }

  /** Whether it may begin another value or condition, where a comma was forgotten. */
  boolean mayFollowComma(Token before) {
    return kind == Kind.TEXT
        || kind == Kind.NUMBER
        || isBinding()
        || (kind == Kind.NAME && before.place().line() == place.line());
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
