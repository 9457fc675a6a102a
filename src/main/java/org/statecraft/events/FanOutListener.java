package org.statecraft.events;

/** Is told how a fan-out gets on; called after each commit. */
public interface FanOutListener {

  /** A listener that does nothing. */
  FanOutListener NONE = (fanOut, finished) -> {};

  /**
   * Further students were queued.
   *
   * @param fanOut as it now stands
   * @param finished whether these were all
   */
  void progressed(FanOut fanOut, boolean finished);
}
