package org.statecraft.app;

import java.time.InstantSource;
import org.statecraft.deliver.DeliveryListener;
import org.statecraft.events.FanOutListener;
import org.statecraft.ingest.IngestListener;
import org.statecraft.metrics.Metrics;
import org.statecraft.shadow.ShadowListener;
import org.statecraft.sync.SyncListener;

/** Who is told of what happens on the road. */
public record Watchers(
    IngestListener ingest, SyncListener sync, DeliveryListener delivery, FanOutListener fanOut) {

  /** Nobody. */
  public static final Watchers NONE =
      new Watchers(
          IngestListener.NONE, SyncListener.NONE, DeliveryListener.none(), FanOutListener.NONE);

  /** These and others. */
  Watchers and(Watchers others) {
    return new Watchers(
        (district, accepted) -> {
          ingest.kept(district, accepted);
          others.ingest.kept(district, accepted);
        },
        (connection, result) -> {
          sync.synced(connection, result);
          others.sync.synced(connection, result);
        },
        delivery.and(others.delivery),
        (progress, finished) -> {
          fanOut.progressed(progress, finished);
          others.fanOut.progressed(progress, finished);
        });
  }

  /** One who is told of decided students alone. */
  static Watchers ofSync(SyncListener sync) {
    return new Watchers(IngestListener.NONE, sync, DeliveryListener.none(), FanOutListener.NONE);
  }

  /** Counts what students came to in the shadow. */
  static ShadowListener shadowed(Metrics metrics) {
    return (connection, more) ->
        metrics.shadowed(
            connection,
            more.students() - more.differing(),
            more.differing(),
            more.failures(),
            more.skipped());
  }

  /** Those who count for the metrics. */
  static Watchers counting(Metrics metrics, InstantSource clock) {
    return new Watchers(
        (district, accepted) ->
            metrics.changesTaken(
                (long) accepted.applied() - accepted.unwatched(),
                accepted.superseded(),
                accepted.unwatched(),
                0),
        (connection, result) -> {
          metrics.decided(connection, result.students(), result.deciding());
          result
              .excludedBy()
              .forEach((resource, count) -> metrics.excluded(connection, resource, count));
          result
              .plannedBy()
              .forEach(
                  (planned, count) ->
                      metrics.actionsPlanned(
                          connection, planned.resource(), planned.verb().name(), count));
        },
        new DeliveryMetrics(metrics, clock),
        FanOutListener.NONE);
  }
}
