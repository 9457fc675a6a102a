package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.TableName;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.db.Database;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.deliver.DeliverWorker;
import org.statecraft.deliver.DeliveryStores;
import org.statecraft.deliver.Recovery;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventClaimStore;
import org.statecraft.events.FanOutWorker;
import org.statecraft.identity.IdentityStore;
import org.statecraft.ingest.ChangeReader;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.ingest.WebhookHandler;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.MadeOf;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSets;
import org.statecraft.sync.SyncResult;
import org.statecraft.sync.SyncStores;
import org.statecraft.sync.SyncWorker;

/**
 * The stages of the road, wired by hand: the webhook's handler, the fan-out, and for each
 * connection a worker that decides and one that delivers. A stage that committed something wakes
 * the next.
 */
final class Road {

  private final Vertx vertx;
  private final Database database;
  private final ServerConfig config;
  private final List<Connection> connections;
  private final RuleSets ruleSets;
  private final Supplier<ResourceSchemas> schemas;
  private final InstantSource clock;
  private final Watchers watchers;
  private final Pace pace;
  private final Map<ConnectionName, SyncWorker> syncers = new ConcurrentHashMap<>();
  private final Map<ConnectionName, DeliverWorker> couriers = new ConcurrentHashMap<>();
  private final Supplier<FactCatalogue> catalogue;
  private final Ingestor ingestor;
  private volatile @Nullable FanOutWorker fanOut;

  Road(
      Vertx vertx,
      Database database,
      ServerConfig config,
      List<ConnectionFile> files,
      RuleSets ruleSets,
      Supplier<FactCatalogue> catalogue,
      Supplier<ResourceSchemas> schemas,
      InstantSource clock,
      Watchers watchers,
      Pace pace) {
    this.pace = pace;
    this.vertx = vertx;
    this.database = database;
    this.config = config;
    this.connections = files.stream().map(ConnectionFile::connection).toList();
    this.ruleSets = ruleSets;
    this.catalogue = catalogue;
    this.schemas = schemas;
    this.clock = clock;
    this.watchers = watchers;
    this.ingestor =
        new Ingestor(
            database,
            catalogue,
            this::watched,
            this::namesOf,
            ingestConfig(),
            (district, accepted) -> {
              watchers.ingest().kept(district, accepted);
              wakeSyncers(district);
              FanOutWorker worker = fanOut;
              if (worker != null) {
                worker.wake();
              }
            });
  }

  /** The handler of the webhook. */
  WebhookHandler webhook() {
    return new WebhookHandler(
        name -> Optional.ofNullable(config.webhook().districts().get(name)),
        new ChangeReader(catalogue),
        ingestor,
        ingestConfig(),
        clock);
  }

  private IngestConfig ingestConfig() {
    IngestConfig defaults = IngestConfig.DEFAULT;
    return new IngestConfig(
        (int) Math.min(Integer.MAX_VALUE, config.webhook().bodyLimit()),
        defaults.maxChangesPerCommit(),
        defaults.maxWaitingChanges(),
        defaults.maxWaitingBytes(),
        defaults.retryAfter(),
        config.webhook().tolerance());
  }

  private WatchedColumns watched() {
    Map<TableName, Set<String>> columns = new HashMap<>();
    ruleSets
        .watchedColumns()
        .forEach((table, names) -> columns.put(new TableName(table), new HashSet<>(names)));
    return new WatchedColumns(columns);
  }

  private List<ConnectionName> namesOf(District district) {
    return connections.stream()
        .filter(each -> each.district().equals(district))
        .map(Connection::name)
        .toList();
  }

  /** Starts what works in the background, each part to be stopped through {@code parts}. */
  Future<Void> start(DatabaseUrl url, Parts parts) {
    return WorkerRegistry.register(vertx, url, database, workerName())
        .compose(
            registry -> {
              parts.add("worker", registry::close);
              return startAll(registry, parts);
            });
  }

  private static String workerName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return host + "/" + ProcessHandle.current().pid();
  }

  private Future<Void> startAll(WorkerRegistry registry, Parts parts) {
    EventClaimStore events = new EventClaimStore();
    IdentityStore identity = new IdentityStore();
    ErrorStore errors = new ErrorStore();
    OutboxStore outbox = new OutboxStore(identity, errors);
    Takeover takeover =
        new Takeover(vertx, database, registry, this::wakeAll, pace.takeoverEvery());
    FanOutWorker worker =
        new FanOutWorker(
            vertx,
            database,
            catalogue,
            this::namesOf,
            pace.fanOut(),
            (done, finished) -> {
              watchers.fanOut().progressed(done, finished);
              wakeSyncers(done.district());
            },
            clock,
            registry::id);
    SyncStores stores =
        new SyncStores(
            database, registry, new RowStore(), events, identity, outbox, errors, ruleSets, clock);
    DeliveryStores delivery = DeliveryStores.of(database, outbox, errors, registry);
    // All connections stop side by side, so that one that waits for an answer takes no time from
    // the others.
    parts.add("deliver", () -> all(couriers.values(), DeliverWorker::stop));
    parts.add("sync", () -> all(syncers.values(), SyncWorker::stop));
    return Recovery.start(vertx, delivery, Recovery.EVERY, this::wakeAll)
        .compose(
            recovery -> {
              parts.add("recovery", recovery::stop);
              return all(connections, each -> startConnection(each, stores, delivery));
            })
        .compose(all -> takeover.start())
        .map(
            begun -> {
              parts.add("takeover", takeover::stop);
              worker.start();
              fanOut = worker;
              parts.add("fan-out", worker::stop);
              return null;
            });
  }

  private static <T> Future<Void> all(Collection<T> many, Function<T, Future<Void>> each) {
    return Future.join(many.stream().map(each).toList()).mapEmpty();
  }

  private Future<Void> startConnection(
      Connection connection, SyncStores stores, DeliveryStores delivery) {
    SyncWorker syncer =
        new SyncWorker(
            vertx, connection, stores, pace.sync(), (name, result) -> synced(name, result));
    return DeliverWorker.start(
            vertx,
            delivery,
            connection,
            pathOf(connection),
            pace.deliver().stoppingWithin(config.stopTimeout().multipliedBy(3).dividedBy(4)),
            clock,
            watchers.delivery())
        .compose(
            courier -> {
              couriers.put(connection.name(), courier);
              return syncer.start();
            })
        .onSuccess(started -> syncers.put(connection.name(), syncer));
  }

  private Function<ResourceName, String> pathOf(Connection connection) {
    Supplier<ResourceSchemas> its = new MadeOf<>(schemas, now -> now.in(connection.dataStandard()));
    return name ->
        its.get()
            .find(name)
            .map(ResourceSchema::path)
            .orElseThrow(() -> new IllegalStateException("no schema of the resource " + name));
  }

  private void synced(ConnectionName connection, SyncResult result) {
    watchers.sync().synced(connection, result);
    DeliverWorker courier = couriers.get(connection);
    if (courier != null && result.actions() > 0) {
      courier.wake();
    }
  }

  /** There may be students to decide in a district. */
  void wakeSyncers(District district) {
    namesOf(district)
        .forEach(
            name -> {
              SyncWorker syncer = syncers.get(name);
              if (syncer != null) {
                syncer.wake();
              }
            });
  }

  private void wakeAll() {
    syncers.values().forEach(SyncWorker::wake);
    couriers.values().forEach(DeliverWorker::wake);
  }
}
