package org.statecraft.errorlog;

/** Where an error was found. */
public enum ErrorKind {
  /** Before anything was sent: in the Campus data, the rules or the mappings. */
  CAMPUS("campus"),
  /** In the answer of the Ed-Fi API, or because it gave none. */
  EDFI("edfi");

  private final String word;

  ErrorKind(String word) {
    this.word = word;
  }

  /** The word in the table. */
  public String word() {
    return word;
  }
}
