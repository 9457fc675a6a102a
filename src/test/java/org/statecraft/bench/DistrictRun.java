package org.statecraft.bench;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Database;
import org.statecraft.db.DatabasePool;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventClaimStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSets;
import org.statecraft.sync.SyncConfig;
import org.statecraft.sync.SyncStores;
import org.statecraft.sync.SyncWorker;
import org.statecraft.testing.TestConnections;
import org.statecraft.testing.TestDatabase;

/**
 * The sync stage in a JVM of its own: works through the queued events of connections, one after the
 * other, and prints a line for each. Arguments: port, schema, then {@code connection=students}.
 */
public final class DistrictRun {

  private DistrictRun() {}

  /** Runs and ends the process. */
  public static void main(String[] args) throws Exception {
    DatabaseUrl url = BenchPostgres.url(Integer.parseInt(args[0]), args[1]);
    Vertx vertx = Vertx.vertx();
    Database database = DatabasePool.open(vertx, url, 8);
    WorkerRegistry registry =
        TestDatabase.await(WorkerRegistry.register(vertx, url, database, "bench"));
    long postmaster = Cpu.postmaster(database);
    RuleSets ruleSets = new RuleSets(BenchPacks.reader(), BenchPacks.schemas());
    ErrorStore errors = new ErrorStore();
    IdentityStore identity = new IdentityStore();
    SyncStores stores =
        new SyncStores(
            database,
            registry,
            new RowStore(),
            new EventClaimStore(),
            identity,
            new OutboxStore(identity, errors),
            errors,
            ruleSets,
            InstantSource.system());
    // Once, as a server does: a pack compiled anew would begin with cold classes of its own.
    ruleSets.load(Arrays.stream(args, 2, args.length).map(arg -> connection(nameIn(arg))).toList());
    for (int i = 2; i < args.length; i++) {
      String name = nameIn(args[i]);
      int students = Integer.parseInt(args[i].substring(name.length() + 1));
      Connection connection = connection(name);
      TestDatabase.await(
          database.inTransaction(
              tx ->
                  new PreferenceStore()
                      .seed(
                          tx,
                          connection.name(),
                          new ConnectionSeed(Map.of(), BenchPacks.choices()))));
      System.out.println(name + " " + measure(vertx, connection, stores, students, postmaster));
    }
    System.exit(0);
  }

  private static String measure(
      Vertx vertx, Connection connection, SyncStores stores, int students, long postmaster)
      throws Exception {
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger decided = new AtomicInteger();
    AtomicInteger actions = new AtomicInteger();
    AtomicInteger excluded = new AtomicInteger();
    SyncWorker worker =
        new SyncWorker(
            vertx,
            connection,
            stores,
            SyncConfig.DEFAULT,
            (name, result) -> {
              actions.addAndGet(result.actions());
              result.excludedBy().values().forEach(excluded::addAndGet);
              if (decided.addAndGet(result.students() + result.parked()) >= students) {
                done.countDown();
              }
            });
    long cpu = Cpu.own();
    long serverCpu = Cpu.ofServer(postmaster);
    long start = System.nanoTime();
    TestDatabase.await(worker.start());
    if (!done.await(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("only " + decided + " of " + students + " after 10 minutes");
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    long ownCpu = Cpu.own() - cpu;
    long postgresCpu = Cpu.ofServer(postmaster) - serverCpu;
    TestDatabase.await(worker.stop());
    return millis
        + (" " + ownCpu + " " + postgresCpu)
        + (" " + actions + " " + excluded + " " + peakMebibytes());
  }

  private static String nameIn(String argument) {
    return argument.substring(0, argument.indexOf('='));
  }

  private static Connection connection(String name) {
    return TestConnections.of(name, name);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** An upper bound: the pools need not have peaked at one moment. */
  private static long peakMebibytes() {
    return heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
  }
}
