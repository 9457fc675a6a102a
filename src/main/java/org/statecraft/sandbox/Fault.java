package org.statecraft.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong with one request on purpose. */
public enum Fault {
  /** 429 without a word of when to come back. */
  THROTTLED,
  /** 429 with {@code Retry-After} in seconds. */
  THROTTLED_SECONDS,
  /** 429 with {@code Retry-After} as a date. */
  THROTTLED_DATE,
  /** 500, 502, 503 or 504 instead of the work. */
  ERROR_BEFORE,
  /** 500, 502 or 504 after the work was done. */
  ERROR_AFTER,
  /** The connection is reset instead of the work. */
  RESET_BEFORE,
  /** The connection is reset after the work was done. */
  RESET_AFTER,
  /** The work is done, the answer comes late. */
  SLOW,
  /** The token has expired. */
  TOKEN_EXPIRED,
  /** No more tokens are given out at the moment; meets requests for tokens only. */
  TOO_MANY_TOKENS,
  /** 503 instead of the work, without a word of when to come back. */
  UNAVAILABLE;

  /** The name in options and logs, such as {@code reset-after}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault with a name. */
  public static Optional<Fault> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** Whether requests for tokens meet it; they have a 429 of their own. */
  boolean meetsTokens() {
    return this != TOKEN_EXPIRED && this != THROTTLED;
  }

  /** Whether the request is worked on although the client is not told so. */
  boolean worksFirst() {
    return this == ERROR_AFTER || this == RESET_AFTER || this == SLOW;
  }
}
