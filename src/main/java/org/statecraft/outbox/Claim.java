package org.statecraft.outbox;

import java.util.List;

/**
 * What a worker took in hand.
 *
 * @param passedOver actions that were due and are of a paused resource; they are out of the way
 *     until it is resumed
 */
public record Claim(List<OutboxEntry> entries, int passedOver) {

  public Claim {
    entries = List.copyOf(entries);
  }

  /** How many of those that were due were looked at: fewer than asked for means no more are. */
  public int seen() {
    return entries.size() + passedOver;
  }
}
