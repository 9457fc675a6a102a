package org.statecraft.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.statecraft.edfi.ConnectionName;

/** The gauges of how this process sends on each connection. */
final class SendingGauges {

  /** How it sent when last asked. */
  record Sending(String state, int ceiling, int concurrency, int underWay) {}

  private static final String CONNECTION = "connection";
  private static final List<String> STATES =
      List.of("sending", "paused", "throttled", "down", "probing");

  private final MeterRegistry registry;
  private final Map<ConnectionName, Sending> sending = new ConcurrentHashMap<>();

  SendingGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  void show(ConnectionName connection, Sending now) {
    if (sending.put(connection, now) == null) {
      register(connection);
    }
  }

  private void register(ConnectionName connection) {
    gauge(connection, "statecraft.delivery.ceiling", Sending::ceiling);
    gauge(connection, "statecraft.delivery.concurrency", Sending::concurrency);
    gauge(connection, "statecraft.delivery.under.way", Sending::underWay);
    for (String state : STATES) {
      Gauge.builder(
              "statecraft.delivery.state",
              sending,
              all -> value(all, connection, each -> each.state().equals(state) ? 1 : 0))
          .tag(CONNECTION, connection.value())
          .tag("state", state)
          .register(registry);
    }
  }

  private void gauge(ConnectionName connection, String name, ToDoubleFunction<Sending> value) {
    Gauge.builder(name, sending, all -> value(all, connection, value))
        .tag(CONNECTION, connection.value())
        .register(registry);
  }

  private static double value(
      Map<ConnectionName, Sending> all,
      ConnectionName connection,
      ToDoubleFunction<Sending> value) {
    Sending now = all.get(connection);
    return now == null ? 0 : value.applyAsDouble(now);
  }
}
