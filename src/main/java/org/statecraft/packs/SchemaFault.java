package org.statecraft.packs;

/**
 * One thing wrong in a document.
 *
 * @param path where, as a JSON path such as {@code $.programReference.programName}
 * @param name the last name of the path
 * @param allowed in words: what would be right
 * @param limit the length that is allowed, for the kinds about length; else 0
 */
public record SchemaFault(Kind kind, String path, String name, String allowed, int limit) {

  /** What can be wrong. */
  public enum Kind {
    UNKNOWN_ELEMENT,
    MISSING,
    WRONG_TYPE,
    TOO_LONG,
    TOO_SHORT,
    OUTER_BLANKS,
    NOT_A_DESCRIPTOR,
    REPEATED_ITEM,
    DISAGREES
  }

  @Override
  public String toString() {
    return path + " " + allowed;
  }
}
