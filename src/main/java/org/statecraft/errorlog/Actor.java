package org.statecraft.errorlog;

/** Who has to act before an error is over. */
public enum Actor {
  /** Who writes the rules and code lists of the state. */
  ANALYST("analyst"),
  /** The district: its data, its mappings, its key. */
  DISTRICT("district"),
  /** The state agency: what a key may do, whose records it holds. */
  STATE("state"),
  /** Who runs the Ed-Fi API. */
  HOST("host"),
  /** Whoever supports Statecraft. */
  SUPPORT("support");

  private final String word;

  Actor(String word) {
    this.word = word;
  }

  /** The word people are shown. */
  public String word() {
    return word;
  }
}
