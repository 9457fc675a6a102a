package org.statecraft.rules;

import org.statecraft.config.Place;
import org.statecraft.packs.PackFile;

/** Places of texts in a file. */
final class Texts {

  private Texts() {}

  /**
   * The first place of a text at or after the line of another place; that place if it is not there.
   */
  static Place find(PackFile file, String text, Place from) {
    String[] lines = file.text().split("\n", -1);
    for (int line = Math.max(1, from.line()); line <= lines.length; line++) {
      int at = lines[line - 1].indexOf(text);
      if (at >= 0) {
        return new Place(file.shown(), line, at + 1);
      }
    }
    return from;
  }
}
