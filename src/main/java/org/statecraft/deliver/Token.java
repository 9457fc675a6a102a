package org.statecraft.deliver;

import java.time.Instant;

/** A token, when it is renewed, and when it ends. */
record Token(String value, Instant renewAt, Instant endsAt) {

  boolean isGood(Instant now) {
    return now.isBefore(endsAt);
  }

  boolean isFresh(Instant now) {
    return now.isBefore(renewAt);
  }

  @Override
  public String toString() {
    return "Token[***, endsAt=" + endsAt + "]";
  }
}
