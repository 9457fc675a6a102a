package org.statecraft.mutate;

import org.statecraft.config.Span;
import org.statecraft.config.YamlNode;

/** Finds stretches of YAML text that can be replaced or left out and leave it YAML. */
final class YamlText {

  private final String text;

  YamlText(String text) {
    this.text = text;
  }

  /** The value's stretch, without blank space behind it. */
  Span value(YamlNode node) {
    Span points = node.span().orElseThrow();
    int start = text.offsetByCodePoints(0, points.start());
    int end = text.offsetByCodePoints(0, points.end());
    return new Span(start, start + text.substring(start, end).stripTrailing().length());
  }

  /** A member of a mapping in braces with its comma, or in a block with its lines. */
  Span member(YamlNode value) {
    Span span = value(value);
    int colon = text.lastIndexOf(':', span.start() - 1);
    int start = colon;
    while (start > 0 && !" \t\n{,".contains(text.substring(start - 1, start))) {
      start--;
    }
    return entry(start, span.end());
  }

  /** An entry of a list in brackets with its comma, or in a block with its lines. */
  Span item(YamlNode value) {
    Span span = value(value);
    return entry(span.start(), span.end());
  }

  private Span entry(int start, int end) {
    int next = end;
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    if (next < text.length() && text.charAt(next) == ',') {
      next++;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      return new Span(start, next);
    }
    int before = text.substring(0, start).stripTrailing().length();
    if (before > 0 && text.charAt(before - 1) == ',') {
      return new Span(before - 1, end);
    }
    if (before > 0 && "[{".indexOf(text.charAt(before - 1)) >= 0) {
      return new Span(start, end);
    }
    int line = text.lastIndexOf('\n', start - 1) + 1;
    int newline = text.indexOf('\n', end);
    return new Span(line, newline < 0 ? text.length() : newline + 1);
  }
}
