package org.statecraft.cli;

/** How a result is shown. */
public enum Format {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON
}
