package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/** Takes the text of a rule file apart; comments and white space are left out. */
final class Lexer {

  private static final Pattern PIECE =
      Pattern.compile(
          "(?<gap>\\s+|//[^\n]*|/\\*.*?\\*/)"
              + "|(?<name>[A-Za-z_$][\\w$]*)"
              + "|(?<text>\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)*')"
              + "|(?<number>\\d[\\w]*(?:\\.\\d\\w*)?)"
              + "|(?<symbol>==|!=|<=|>=|&&|\\|\\||->|!\\.|.)",
          Pattern.DOTALL);

  private final String shown;
  private final String text;
  private final Problems problems;
  private int line = 1;
  private int lineStart;

  Lexer(String shown, String text, Problems problems) {
    this.shown = shown;
    this.text = text;
    this.problems = problems;
  }

  /** All tokens; the last one is the end. */
  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    Matcher piece = PIECE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      piece.region(at, text.length());
      if (!piece.lookingAt()) {
        throw new IllegalStateException("every character is a piece, but not that at " + at);
      }
      if (piece.group("gap") == null) {
        tokens.add(token(piece, at));
      }
      countLines(at, piece.end());
      at = piece.end();
    }
    tokens.add(new Token(Token.Kind.END, "", at, place(at)));
    return tokens;
  }

  private Token token(Matcher piece, int at) {
    Token.Kind kind =
        piece.group("name") != null
            ? Token.Kind.NAME
            : piece.group("text") != null
                ? Token.Kind.TEXT
                : piece.group("number") != null ? Token.Kind.NUMBER : Token.Kind.SYMBOL;
    Token token = new Token(kind, piece.group(), at, place(at));
    if (token.is("\"")) {
      problems.add(
          token.place(), "the text that begins here does not end on its line; close it with \"");
    } else if (token.text().startsWith("'")) {
      problems.add(token.place(), "a text in single quotes; write it in double quotes, \"...\"");
    }
    return token;
  }

  private Place place(int at) {
    return new Place(shown, line, at - lineStart + 1);
  }

  private void countLines(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
  }
}
