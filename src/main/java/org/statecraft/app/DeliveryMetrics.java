package org.statecraft.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.statecraft.deliver.DeliveryListener;
import org.statecraft.deliver.DeliveryState;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.metrics.Metrics;
import org.statecraft.plan.Verb;

/** Counts what is delivered, and shows how. */
final class DeliveryMetrics implements DeliveryListener {

  private final Metrics metrics;
  private final InstantSource clock;

  DeliveryMetrics(Metrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void sent(
      ConnectionName connection,
      ResourceName resource,
      @Nullable Verb verb,
      String outcome,
      Duration latency,
      Instant changedAt) {
    if (verb != null) {
      metrics.delivered(connection, resource, verb.name(), outcome, latency);
    }
    if (DeliveryListener.CONFIRMED.contains(outcome)) {
      metrics.changeReachedOds(connection, Duration.between(changedAt, clock.instant()));
    }
  }

  @Override
  public void state(DeliveryState state) {
    metrics.sends(
        state.connection(), state.word(), state.ceiling(), state.concurrency(), state.underWay());
  }
}
