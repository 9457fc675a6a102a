package org.statecraft.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.statecraft.edfi.ConnectionName;

/** The gauges of what is waiting; a state with nothing in it shows as zero. */
final class BacklogGauges {

  private static final List<String> EVENT_STATES =
      List.of("available", "running", "retryable", "discarded");
  private static final List<String> ACTION_STATES =
      List.of("waiting", "available", "running", "retryable", "discarded");

  private final MultiGauge events;
  private final MultiGauge actions;
  private final MultiGauge oldest;

  BacklogGauges(MeterRegistry registry) {
    events = MultiGauge.builder("statecraft.event.queue.entries").register(registry);
    actions = MultiGauge.builder("statecraft.outbox.entries").register(registry);
    oldest =
        MultiGauge.builder("statecraft.oldest.unsent.action.age")
            .baseUnit("seconds")
            .register(registry);
  }

  void show(Iterable<Backlog> backlogs) {
    List<MultiGauge.Row<?>> eventRows = new ArrayList<>();
    List<MultiGauge.Row<?>> actionRows = new ArrayList<>();
    List<MultiGauge.Row<?>> ageRows = new ArrayList<>();
    for (Backlog backlog : backlogs) {
      addStates(eventRows, backlog.connection(), EVENT_STATES, backlog.events());
      addStates(actionRows, backlog.connection(), ACTION_STATES, backlog.actions());
      ageRows.add(MultiGauge.Row.of(tags(backlog.connection()), seconds(backlog.oldestUnsent())));
    }
    events.register(eventRows, true);
    actions.register(actionRows, true);
    oldest.register(ageRows, true);
  }

  private static void addStates(
      List<MultiGauge.Row<?>> rows,
      ConnectionName connection,
      List<String> states,
      Map<String, Long> counts) {
    for (String state : states) {
      rows.add(
          MultiGauge.Row.of(tags(connection).and("state", state), counts.getOrDefault(state, 0L)));
    }
  }

  private static Tags tags(ConnectionName connection) {
    return Tags.of("connection", connection.value());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
