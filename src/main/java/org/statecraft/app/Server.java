package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.api.ApiRoutes;
import org.statecraft.config.HttpConfig;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Database;
import org.statecraft.db.DatabaseHealth;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.http.HealthCheck;
import org.statecraft.http.HealthRoutes;
import org.statecraft.http.HttpListener;
import org.statecraft.http.MetricsRoutes;
import org.statecraft.http.Routes;
import org.statecraft.identity.IdentityStore;
import org.statecraft.ingest.WebhookRoutes;
import org.statecraft.metrics.BacklogWatch;
import org.statecraft.metrics.Metrics;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.RulePack;
import org.statecraft.preferences.PreferenceEditor;
import org.statecraft.reload.ReloadListener.Outcome;
import org.statecraft.reload.Reloading;
import org.statecraft.rows.RowStore;
import org.statecraft.shadow.Shadows;

/**
 * The running server. Started in the order of the road, the port last, so that nothing is taken
 * before it can be kept; stopped the other way round.
 */
final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final ServerConfig config;
  private final List<ConnectionFile> connections;
  private final Consumer<String> progress;
  private final InstantSource clock;
  private final Parts parts;
  private final Watchers watchers;
  private final Metrics metrics = new Metrics();
  private volatile boolean stopping;
  private Rules.@Nullable Loading compiling;
  private volatile @Nullable Database database;
  private volatile @Nullable FactCatalogue catalogue;

  /**
   * @param progress is told what takes its time, in words for a person
   * @param watchers are told of what happens on the road, beside the metrics
   */
  Server(
      ServerConfig config,
      List<ConnectionFile> connections,
      Consumer<String> progress,
      InstantSource clock,
      Watchers watchers) {
    this.watchers = watchers;
    this.config = config;
    this.connections = List.copyOf(connections);
    this.progress = progress;
    this.clock = clock;
    this.parts = new Parts(clock);
  }

  /**
   * Starts everything; blocking. What was started is stopped again when a later part fails.
   *
   * @return where it listens
   * @throws RuntimeException with a message for a person
   */
  HttpListener start() {
    try {
      parts.add("metrics", () -> done(metrics::close));
      Rules.Loading compiling = compile();
      Vertx vertx = vertx();
      OpenedDatabase opened = OpenedDatabase.open(config.database(), vertx, parts, clock, progress);
      Database database = opened.database();
      this.database = database;
      Rules loaded = compiling.await();
      AtomicReference<Road> started = new AtomicReference<>();
      Reloading reloading = reloading(database, loaded, started);
      reloading.begin(loaded.files(), loaded.failed());
      catalogue = loaded.catalogue().get();
      loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
      // Not before the packs are there: what they refuse must not get into the database.
      loaded.checkSeeds(connections);
      StartStep.await(seedPreferences(database, loaded), StartStep.LIMIT);
      Shadows shadows =
          new Shadows(
              database,
              loaded.ruleSets(),
              connections.stream().map(ConnectionFile::connection).toList(),
              Watchers.shadowed(metrics));
      Road road =
          new Road(
              vertx,
              database,
              config,
              connections,
              loaded.ruleSets(),
              loaded.catalogue(),
              reloading::schemas,
              clock,
              Watchers.counting(metrics, clock)
                  .and(Watchers.ofSync((name, result) -> shadows.decided(name, result.who())))
                  .and(watchers),
              Pace.USUAL);
      StartStep.await(road.start(opened.url(), parts), StartStep.LIMIT);
      started.set(road);
      reloading.start();
      parts.add("packs", reloading::stop);
      shadows.start(config.packs().poll());
      parts.add("shadows", () -> done(shadows::stop));
      watchBacklog(vertx, database);
      HistoryCleanup cleanup = new HistoryCleanup(vertx, database, config.history(), clock);
      cleanup.start();
      parts.add("history", () -> done(cleanup::stop));
      Optional<ApiRoutes> api =
          AdminApi.open(config, vertx, database, clock, connections, loaded.ruleSets(), reloading);
      api.ifPresent(each -> parts.add("api", () -> done(each::stop)));
      return listen(
          vertx,
          road,
          api,
          List.of(
              new HealthCheck("database", () -> DatabaseHealth.checkWritable(database)),
              new HealthCheck("packs", Future::succeededFuture, reloading::outOfForce)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      parts.stop(config.stopTimeout());
      throw new StartFailure("stopped while starting", e);
    } catch (RuntimeException e) {
      if (!isStopping()) {
        parts.stop(config.stopTimeout());
      }
      throw e;
    }
  }

  private Reloading reloading(Database database, Rules loaded, AtomicReference<Road> road) {
    return new Reloading(
        new Reloading.Scene(
            database,
            loaded.ruleSets(),
            loaded.catalogue(),
            loaded.schemas(),
            Rules.source(config.paths()),
            connections.stream().map(ConnectionFile::connection).toList(),
            TestRun.answers()),
        config.packs(),
        district -> Optional.ofNullable(road.get()).ifPresent(it -> it.wakeSyncers(district)),
        (pack, outcome, took) ->
            metrics.packReloaded(pack, outcome.word(), outcome != Outcome.REFUSED, took),
        clock);
  }

  /**
   * Begins to read and compile the packs, for who has something else to do before {@link #start}.
   */
  Rules.Loading compile() {
    Rules.Loading begun = compiling;
    if (begun == null) {
      begun = Rules.load(config.paths(), connections);
      compiling = begun;
    }
    return begun;
  }

  /** The database, once {@link #start} has returned. */
  Database database() {
    return started(database);
  }

  /** The tables and columns, once {@link #start} has returned. */
  FactCatalogue catalogue() {
    return started(catalogue);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the server was not started");
    }
    return part;
  }

  /** Whether {@link #stop} was called. */
  boolean isStopping() {
    return stopping;
  }

  /** Stops everything within the configured time; blocking. */
  void stop() {
    stopping = true;
    parts.stop(config.stopTimeout());
  }

  private Vertx vertx() {
    // Nothing is served from the class path, so there is no need for copies of it in /tmp.
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    parts.add("vertx", vertx::close);
    return vertx;
  }

  private Future<Void> seedPreferences(Database database, Rules loaded) {
    PreferenceEditor editor =
        new PreferenceEditor(
            database,
            new PreferenceStore(),
            new OutboxStore(new IdentityStore(), new ErrorStore()),
            new RowStore());
    Future<Void> seeded = Future.succeededFuture();
    for (ConnectionFile file : connections) {
      RulePack pack = loaded.ruleSets().of(file.connection()).pack();
      seeded = seeded.compose(before -> editor.seed(file.connection(), pack, file.seed()));
    }
    return seeded;
  }

  private void watchBacklog(Vertx vertx, Database database) {
    List<ConnectionName> names =
        connections.stream().map(file -> file.connection().name()).toList();
    BacklogWatch watch = new BacklogWatch(vertx, database, names, metrics);
    StartStep.await(watch.start(), StartStep.LIMIT);
    parts.add("backlog watch", () -> done(watch::stop));
  }

  private HttpListener listen(
      Vertx vertx, Road road, Optional<ApiRoutes> api, List<HealthCheck> checks) {
    HttpConfig http = config.http();
    List<Routes> routes =
        new ArrayList<>(
            List.of(
                new HealthRoutes(checks),
                new MetricsRoutes(metrics::text),
                new WebhookRoutes(road.webhook(), clock, this::webhookAnswered)));
    api.ifPresent(routes::add);
    try {
      HttpListener listener =
          StartStep.await(HttpListener.open(vertx, http, routes), StartStep.LIMIT);
      parts.add("http", () -> listener.close(config.stopTimeout().toMillis()));
      return listener;
    } catch (StartFailure e) {
      if (e.getCause() instanceof BindException) {
        throw new StartFailure(
            "cannot listen on "
                + http.host()
                + ":"
                + http.port()
                + ": "
                + e.getCause().getMessage()
                + "; end the program that has the port, or set another http.port",
            e.getCause());
      }
      throw e;
    }
  }

  private void webhookAnswered(int status, int refusedEvents, Duration took) {
    metrics.webhookAnswered(status, took);
    metrics.changesTaken(0, 0, 0, refusedEvents);
  }

  private static Future<Void> done(Runnable step) {
    step.run();
    return Future.succeededFuture();
  }
}
