package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.config.Environment;
import org.statecraft.config.HttpConfig;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.config.ServerConfig;
import org.statecraft.config.WebhookConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.deliver.DeliverConfig;
import org.statecraft.events.FanOutConfig;
import org.statecraft.http.HttpListener;
import org.statecraft.ingest.WebhookRoutes;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSets;
import org.statecraft.sync.SyncConfig;
import org.statecraft.testing.Records;
import org.statecraft.testing.TestDatabase;

/**
 * A server without the process around it: the road, on a Vert.x, a pool and a port of its own. Who
 * wants it dead cuts its connections and buries it.
 */
@NullUnmarked
public final class SimulatedProcess {

  /** What is read once and outlives any process: packs and schemas. */
  public record Packs(RuleSets ruleSets, FactCatalogue catalogue, ResourceSchemas schemas) {}

  private static final int POOL = 8;
  private static final Duration REST = Duration.ofSeconds(20);

  /** That of a server, but with milliseconds for seconds. */
  private static final Pace QUICK =
      new Pace(
          Records.with(
              SyncConfig.DEFAULT,
              Map.of(
                  "studentsTogether", 4,
                  "pollInterval", Duration.ofMillis(150),
                  "retryDelay", Duration.ofMillis(20))),
          Records.with(
              DeliverConfig.defaults(),
              Map.of(
                  "poll", Duration.ofMillis(100),
                  "retryBase", Duration.ofMillis(20),
                  "retryCap", Duration.ofMillis(200),
                  "slowClock", Duration.ofMillis(200),
                  "attemptsUnrelated", 1_000,
                  "connectTimeout", Duration.ofSeconds(2))),
          Records.with(
              FanOutConfig.DEFAULT,
              Map.of("studentsPerCommit", 3, "pollInterval", Duration.ofMillis(200))),
          Duration.ofMillis(300));

  /** That of a server, but it looks for nothing it is not told of: hundreds of connections rest. */
  private static final Pace CALM =
      new Pace(
          Records.with(SyncConfig.DEFAULT, Map.of("pollInterval", REST)),
          Records.with(DeliverConfig.defaults(), Map.of("poll", REST)),
          FanOutConfig.DEFAULT,
          REST);

  private final Vertx vertx;
  private final HttpListener listener;

  private final Parts parts;

  private SimulatedProcess(Vertx vertx, HttpListener listener, Parts parts) {
    this.vertx = vertx;
    this.listener = listener;
    this.parts = parts;
  }

  /**
   * Starts one.
   *
   * @param database a migrated schema
   * @param connections whose preferences are in the database already
   * @param secrets of the webhook, by district
   */
  public static SimulatedProcess start(
      DatabaseUrl database,
      List<ConnectionFile> connections,
      Packs packs,
      Map<String, Secret> secrets,
      InstantSource clock,
      Watchers watchers) {
    return start(database, connections, packs, secrets, clock, watchers, QUICK);
  }

  /** Starts one with hundreds of connections. */
  public static SimulatedProcess startCalm(
      DatabaseUrl database,
      List<ConnectionFile> connections,
      Packs packs,
      Map<String, Secret> secrets) {
    return start(
        database, connections, packs, secrets, InstantSource.system(), Watchers.NONE, CALM);
  }

  private static SimulatedProcess start(
      DatabaseUrl database,
      List<ConnectionFile> connections,
      Packs packs,
      Map<String, Secret> secrets,
      InstantSource clock,
      Watchers watchers,
      Pace pace) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    try {
      Database pool = DatabasePool.open(vertx, database, POOL);
      Parts parts = new Parts(clock);
      Road road =
          new Road(
              vertx,
              pool,
              config(secrets),
              connections,
              packs.ruleSets(),
              packs::catalogue,
              packs::schemas,
              clock,
              watchers,
              pace);
      TestDatabase.await(road.start(database, parts));
      HttpListener listener =
          TestDatabase.await(
              HttpListener.open(
                  vertx,
                  new HttpConfig("127.0.0.1", 0, Duration.ofMinutes(1)),
                  List.of(
                      new WebhookRoutes(road.webhook(), clock, (status, refused, took) -> {}))));
      return new SimulatedProcess(vertx, listener, parts);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  private static ServerConfig config(Map<String, Secret> secrets) {
    ServerConfig usual =
        ServerConfig.withoutFile(Map.of(), new Environment(Map.of()), new Problems());
    return Records.with(
        usual,
        Map.of(
            "webhook",
            new WebhookConfig(
                secrets.entrySet().stream()
                    .collect(
                        java.util.stream.Collectors.toMap(
                            Map.Entry::getKey, each -> List.of(each.getValue()))),
                usual.webhook().tolerance(),
                usual.webhook().bodyLimit())));
  }

  /** Where its webhook listens. */
  public int port() {
    return listener.port();
  }

  /** Stops it in order. */
  public void stop() {
    TestDatabase.await(listener.close(1_000));
    parts.stop(Duration.ofSeconds(20));
    TestDatabase.await(vertx.close());
  }

  /** Frees its threads and memory. It settles nothing any more if its connections are cut. */
  public Future<Void> bury() {
    return vertx.close();
  }
}
