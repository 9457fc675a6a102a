package org.statecraft.drl;

import java.util.List;
import org.statecraft.config.Place;

/** Walks through the tokens of a file. */
final class Cursor {

  private final List<Token> tokens;
  private int at;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The token after some more; the end if there are not so many. */
  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token previous() {
    return tokens.get(Math.max(0, at - 1));
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean isAtEnd() {
    return peek().kind() == Token.Kind.END;
  }

  boolean is(String text) {
    return peek().is(text);
  }

  /** Steps over a token if it is there. */
  boolean skip(String text) {
    if (is(text)) {
      next();
      return true;
    }
    return false;
  }

  /**
   * Steps over a token that must be there.
   *
   * @param why the end of the message, such as "after the name of the rule"
   */
  Token expect(String text, String why) {
    if (!is(text)) {
      throw missing("expected '" + text + "' " + why);
    }
    return next();
  }

  /** Steps over the bracket that closes another one. */
  Token close(String bracket, Token open, String what) {
    if (!is(bracket)) {
      throw missing(
          "expected '"
              + bracket
              + "' to close "
              + what
              + (open.place().line() == peek().place().line()
                  ? ""
                  : " of line " + open.place().line()),
          peek().mayFollowComma(previous()) ? "; is a comma missing before it?" : "");
    }
    return next();
  }

  Token name(String what) {
    if (!peek().isName()) {
      throw unexpected("expected " + what);
    }
    return next();
  }

  /** The token that comes next may not stand here. */
  Unexpected unexpected(String message) {
    return new Unexpected(place(), message + found(""));
  }

  private String found(String advice) {
    return ", but found "
        + peek().shown()
        + (peek().isCurlyQuote() ? "; write straight quotes, \"...\"" : advice);
  }

  /**
   * Something is missing before the next token; where that begins another line, on the one before.
   */
  Unexpected missing(String message) {
    return missing(message, "");
  }

  private Unexpected missing(String message, String advice) {
    Token before = previous();
    Place end = before.place();
    return new Unexpected(
        end.line() == place().line()
            ? place()
            : new Place(end.file(), end.line(), end.column() + before.text().length()),
        message + found(advice));
  }

  Place place() {
    return peek().place();
  }
}
