package org.statecraft.drl;

/** A part of a file's text, by the offsets of its first character and of the one after its last. */
public record Span(int from, int to) {

  /** The characters. */
  public String of(String text) {
    return text.substring(from, to);
  }
}
