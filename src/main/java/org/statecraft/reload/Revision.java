package org.statecraft.reload;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A revision that a pack was in force with.
 *
 * @param author who wrote it, as far as version control tells; may be empty
 * @param cases how many cases it passed; empty while they have not been run
 * @param movedBy who put it back or withdrew it; may be empty
 */
public record Revision(
    String pack,
    String revision,
    State state,
    String author,
    int rules,
    Optional<Integer> cases,
    Instant firstAt,
    Instant liveAt,
    String movedBy,
    String reason) {

  /** Whether it is in force. */
  public enum State {
    /** The last that came into force. */
    LIVE,
    /** Another one came into force after it. */
    EARLIER,
    /** A person put another one back instead. */
    WITHDRAWN;

    /** The word in the database and for people. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
