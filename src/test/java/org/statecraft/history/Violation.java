package org.statecraft.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A promise that was not kept.
 *
 * @param record what it is about; empty if it is about no single record
 * @param requests those that show it, oldest first
 */
public record Violation(
    Kind kind, List<String> record, List<HistoryEntry> requests, String detail) {

  /** What was promised. */
  public enum Kind {
    MISSING,
    EXTRA,
    DIFFERENT,
    DUPLICATE_EFFECT,
    RECREATED,
    ORDER,
    NEVER_WANTED,
    CHILD_BEFORE_PARENT,
    OVERLAP,
    OPEN_CIRCUIT,
    STUCK
  }

  @Override
  public String toString() {
    return kind
        + " "
        + String.join(" ", record)
        + ": "
        + detail
        + requests.stream().map(each -> "\n    " + each).collect(Collectors.joining());
  }
}
