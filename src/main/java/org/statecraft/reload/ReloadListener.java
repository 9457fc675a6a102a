package org.statecraft.reload;

import java.time.Duration;
import java.util.Locale;

/** Is told of what becomes of changed files. */
public interface ReloadListener {

  /** Nobody. */
  ReloadListener NONE = (pack, outcome, took) -> {};

  /** The outcome of a change. */
  enum Outcome {
    /** Another revision is in force. */
    LIVE,
    /** The files cannot be put in force; the last revision stays. */
    REFUSED,
    /** What decides is the same; only cases or pages differ. */
    SAME;

    /** The word in metrics. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  void reloaded(String pack, Outcome outcome, Duration took);
}
