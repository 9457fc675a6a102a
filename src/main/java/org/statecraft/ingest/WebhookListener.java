package org.statecraft.ingest;

import java.time.Duration;

/** Is told of every answer of the webhook; called on an event loop and must return at once. */
@FunctionalInterface
public interface WebhookListener {

  /**
   * A request was answered, or its sender went away.
   *
   * @param refusedEvents how many of the request's events could not be kept
   */
  void answered(int status, int refusedEvents, Duration took);
}
