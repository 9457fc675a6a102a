package org.statecraft.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.plan.Verb;

/** Is told of every action that was attempted, for metrics and progress. Must return at once. */
@FunctionalInterface
public interface DeliveryListener {

  /** The words of the outcomes after which the API holds what it shall hold. */
  Set<String> CONFIRMED =
      Set.of("created", "updated", "already-there", "deleted", "already-gone", "nothing-to-do");

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

  /** How a connection is sent on at the moment; told every second or two. */
  default void state(DeliveryState state) {}

  /**
   * The API failed as a whole, or answers again.
   *
   * @param until nothing is sent before, and then one request at a time to find out; empty when it
   *     answers again
   */
  default void circuit(ConnectionName connection, Optional<Instant> until) {}

  /** This one and another. */
  default DeliveryListener and(DeliveryListener other) {
    DeliveryListener self = this;
    return new DeliveryListener() {
      @Override
      public void sent(
          ConnectionName connection,
          ResourceName resource,
          @Nullable Verb verb,
          String outcome,
          Duration latency,
          Instant changedAt) {
        self.sent(connection, resource, verb, outcome, latency, changedAt);
        other.sent(connection, resource, verb, outcome, latency, changedAt);
      }

      @Override
      public void circuit(ConnectionName connection, Optional<Instant> until) {
        self.circuit(connection, until);
        other.circuit(connection, until);
      }

      @Override
      public void state(DeliveryState state) {
        self.state(state);
        other.state(state);
      }
    };
  }

  /** A listener that does nothing. */
  static DeliveryListener none() {
    return (connection, resource, verb, outcome, latency, changedAt) -> {};
  }
}
