package org.statecraft.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** Counts and times what happens. Every method may be called from any thread. */
public final class Metrics implements AutoCloseable {

  private static final String CONNECTION = "connection";
  private static final String RESOURCE = "resource";
  private static final String VERB = "verb";
  private static final String OUTCOME = "outcome";

  private static final Duration[] ANSWER_BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  /** From "at once" to "the API was down for days". */
  private static final Duration[] FRESHNESS_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5),
    Duration.ofHours(1),
    Duration.ofHours(6),
    Duration.ofDays(1),
    Duration.ofDays(7)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final BacklogGauges backlog = new BacklogGauges(registry);
  private final SendingGauges sending = new SendingGauges(registry);
  private final Map<String, AtomicInteger> asOnDiskByPack = new ConcurrentHashMap<>();

  public Metrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** A webhook request was answered: {@code statecraft_webhook_seconds{status}}. */
  public void webhookAnswered(int status, Duration took) {
    timer("statecraft.webhook", Tags.of("status", Integer.toString(status)), ANSWER_BUCKETS)
        .record(took);
  }

  /**
   * Changes of a request were told apart: {@code statecraft_changes_total{outcome}}.
   *
   * @param kept new, and stored
   * @param duplicate seen before, or older than what is stored
   * @param unwatched of a table or columns that no pack looks at
   * @param rejected not readable
   */
  public void changesTaken(long kept, long duplicate, long unwatched, long rejected) {
    count("statecraft.changes", Tags.of(OUTCOME, "kept"), kept);
    count("statecraft.changes", Tags.of(OUTCOME, "duplicate"), duplicate);
    count("statecraft.changes", Tags.of(OUTCOME, "unwatched"), unwatched);
    count("statecraft.changes", Tags.of(OUTCOME, "rejected"), rejected);
  }

  /**
   * Students were decided: {@code statecraft_decisions_total{connection}} and, per student, {@code
   * statecraft_decision_seconds}.
   */
  public void decided(ConnectionName connection, long students, Duration took) {
    Tags tags = Tags.of(CONNECTION, connection.value());
    count("statecraft.decisions", tags, students);
    if (students > 0) {
      registry.timer("statecraft.decision", tags).record(took.dividedBy(students));
    }
  }

  /**
   * The files of a pack changed: {@code statecraft_pack_reloads_total{pack,outcome}}, {@code
   * statecraft_pack_reload_seconds{pack}}, and whether they are in force since, {@code
   * statecraft_pack_as_on_disk{pack}}, 1 or 0.
   *
   * @param outcome one word of a fixed list
   */
  public void packReloaded(String pack, String outcome, boolean asOnDisk, Duration took) {
    Tags tags = Tags.of("pack", pack);
    count("statecraft.pack.reloads", tags.and(OUTCOME, outcome), 1);
    registry.timer("statecraft.pack.reload", tags).record(took);
    asOnDiskByPack
        .computeIfAbsent(
            pack, name -> registry.gauge("statecraft.pack.as.on.disk", tags, new AtomicInteger()))
        .set(asOnDisk ? 1 : 0);
  }

  /**
   * Students were compared in the shadow: {@code
   * statecraft_shadow_students_total{connection,outcome}}.
   */
  public void shadowed(
      ConnectionName connection, long same, long different, long failed, long skipped) {
    Tags tags = Tags.of(CONNECTION, connection.value());
    count("statecraft.shadow.students", tags.and(OUTCOME, "same"), same);
    count("statecraft.shadow.students", tags.and(OUTCOME, "different"), different);
    count("statecraft.shadow.students", tags.and(OUTCOME, "failed"), failed);
    count("statecraft.shadow.students", tags.and(OUTCOME, "skipped"), skipped);
  }

  /** A decision left records out: {@code statecraft_exclusions_total{connection,resource}}. */
  public void excluded(ConnectionName connection, ResourceName resource, long records) {
    count("statecraft.exclusions", record(connection, resource), records);
  }

  /** {@code statecraft_actions_planned_total{connection,resource,verb}}. */
  public void actionsPlanned(
      ConnectionName connection, ResourceName resource, String verb, long actions) {
    count("statecraft.actions.planned", record(connection, resource).and(VERB, verb), actions);
  }

  /**
   * A request was sent and answered, or not: {@code
   * statecraft_deliveries_total{connection,resource,verb,outcome}} and {@code
   * statecraft_delivery_seconds{connection,verb}}.
   *
   * @param outcome one word of a fixed list
   */
  public void delivered(
      ConnectionName connection,
      ResourceName resource,
      String verb,
      String outcome,
      Duration took) {
    count(
        "statecraft.deliveries",
        record(connection, resource).and(VERB, verb).and(OUTCOME, outcome),
        1);
    timer(
            "statecraft.delivery",
            Tags.of(CONNECTION, connection.value(), VERB, verb),
            ANSWER_BUCKETS)
        .record(took);
  }

  /**
   * A change has reached the ODS, so long after it happened in Campus: {@code
   * statecraft_change_to_ods_seconds{connection}}. The headline.
   */
  public void changeReachedOds(ConnectionName connection, Duration age) {
    timer("statecraft.change.to.ods", Tags.of(CONNECTION, connection.value()), FRESHNESS_BUCKETS)
        .record(age.isNegative() ? Duration.ZERO : age);
  }

  /**
   * How this process sends on a connection: {@code statecraft_delivery_state{connection,state}},
   * {@code statecraft_delivery_ceiling}, {@code statecraft_delivery_concurrency} and {@code
   * statecraft_delivery_under_way}.
   *
   * @param state one word of a fixed list
   * @param ceiling the most requests at once that are this process's share
   * @param concurrency the most it sends at once at the moment
   */
  public void sends(
      ConnectionName connection, String state, int ceiling, int concurrency, int underWay) {
    sending.show(connection, new SendingGauges.Sending(state, ceiling, concurrency, underWay));
  }

  /** Shows what is waiting now. */
  void show(Iterable<Backlog> backlogs) {
    backlog.show(backlogs);
  }

  /** All of it, in the text format of Prometheus. */
  public String text() {
    return registry.scrape();
  }

  private void count(String name, Tags tags, long amount) {
    registry.counter(name, tags).increment(amount);
  }

  private Timer timer(String name, Tags tags, Duration[] buckets) {
    return Timer.builder(name).tags(tags).serviceLevelObjectives(buckets).register(registry);
  }

  private static Tags record(ConnectionName connection, ResourceName resource) {
    return Tags.of(CONNECTION, connection.value(), RESOURCE, resource.value());
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
