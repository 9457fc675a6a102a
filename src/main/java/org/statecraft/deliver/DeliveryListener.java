package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.plan.Verb;

/** Is told of every action that was attempted, for metrics and progress. Must return at once. */
@FunctionalInterface
public interface DeliveryListener {

  /**
   * An action was attempted and its outcome is committed.
   *
   * @param verb of the last request; null if none was needed
   * @param outcome the word of the outcome, such as {@code created}; one of a short list
   * @param latency from the first request to the last answer
   * @param changedAt the source's time of the change that led to the action
   */
  void sent(
      ConnectionName connection,
      ResourceName resource,
      @Nullable Verb verb,
      String outcome,
      Duration latency,
      Instant changedAt);

  /** A listener that does nothing. */
  static DeliveryListener none() {
    return (connection, resource, verb, outcome, latency, changedAt) -> {};
  }
}
