package org.statecraft.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.TableName;
import org.statecraft.db.Commit;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.ingest.IngestOutcome.Accepted;
import org.statecraft.packs.CatalogueForTests;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.rows.RowWriteStore;
import org.statecraft.testing.TestDatabase;

/** An ingestor on a database of its own that counts statements and transactions. */
final class IngestFixture implements AutoCloseable {

  static final ConnectionName FIRST = new ConnectionName("first-2026");
  static final ConnectionName SECOND = new ConnectionName("second-2026");
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  final TestDatabase test = TestDatabase.open();
  final FactCatalogue catalogue;
  final AtomicInteger statements = new AtomicInteger();
  final AtomicInteger transactions = new AtomicInteger();
  final Database database;
  volatile WatchedColumns watched;

  IngestFixture() {
    this(CatalogueForTests.core());
  }

  IngestFixture(FactCatalogue catalogue) {
    this.catalogue = catalogue;
    this.watched = WatchedColumns.everything(catalogue);
    this.database = new Database(counting(pool(test)));
  }

  static Pool pool(TestDatabase test) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(
            new PgConnectOptions()
                .setHost(test.url().host())
                .setPort(test.url().port())
                .setDatabase(test.url().database())
                .setUser(test.url().user())
                .setPassword(test.url().password().reveal())
                .setCachePreparedStatements(true)
                .setProperties(Map.of("search_path", test.url().schema())))
        .using(test.vertx())
        .build();
  }

  Ingestor ingestor(IngestConfig config) {
    return new Ingestor(
        database,
        () -> catalogue,
        () -> watched,
        district -> List.of(FIRST, SECOND),
        config,
        IngestListener.NONE);
  }

  Ingestor ingestor() {
    return ingestor(IngestConfig.DEFAULT);
  }

  Accepted accept(String district, RowChange... changes) {
    return (Accepted)
        TestDatabase.await(ingestor().accept(new District(district), List.of(changes)));
  }

  /** A transaction that alone writes rows of a district, or waits to, until it is let go. */
  record Hold(Future<Void> held, Promise<Void> done) {

    void letGo() {
      done.complete();
    }
  }

  /** Gets in line for a district; does not wait until it is held. */
  Hold lineUpFor(String district) {
    Promise<Void> held = Promise.promise();
    Promise<Void> done = Promise.promise();
    new RowWriteStore()
        .writeAlone(
            test.database(),
            new District(district),
            Commit.ON_DISK,
            tx ->
                tx.run("SELECT 1")
                    .onSuccess(locked -> held.complete())
                    .compose(locked -> done.future()))
        .onFailure(held::tryFail);
    return new Hold(held.future(), done);
  }

  /** Keeps transactions of a district waiting until it is let go. */
  Hold hold(String district) {
    Hold hold = lineUpFor(district);
    TestDatabase.await(hold.held());
    return hold;
  }

  /** Waits until at least so many transactions wait for a lock. */
  void awaitWaiting(int transactions) {
    TestDatabase.await(waiting(transactions));
  }

  private Future<Void> waiting(int transactions) {
    return test.database()
        .run("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        .compose(
            rows ->
                rows.size() >= transactions
                    ? Future.succeededFuture()
                    : test.vertx().timer(5).compose(tick -> waiting(transactions)));
  }

  static RowChange put(
      String table, ChangeType type, long lsn, String key, Map<String, Object> columns) {
    return put(table, type, new SourcePosition("lsn", String.format("%020d", lsn)), key, columns);
  }

  static RowChange put(
      String table,
      ChangeType type,
      SourcePosition position,
      String key,
      Map<String, Object> columns) {
    TableName name = new TableName(table);
    RowKey rowKey = new RowKey(key);
    return new RowChange(name, rowKey, type, position, new CampusRow(name, rowKey, columns), TIME);
  }

  static RowChange insert(String table, long lsn, String key, Map<String, Object> columns) {
    return put(table, ChangeType.INSERT, lsn, key, columns);
  }

  static RowChange update(String table, long lsn, String key, Map<String, Object> columns) {
    return put(table, ChangeType.UPDATE, lsn, key, columns);
  }

  static RowChange delete(String table, long lsn, String key) {
    return new RowChange(
        new TableName(table),
        new RowKey(key),
        ChangeType.DELETE,
        new SourcePosition("lsn", String.format("%020d", lsn)),
        null,
        TIME);
  }

  /** Table/key to student, columns and position: everything that must not depend on the order. */
  Map<String, String> rows(String district) {
    Map<String, String> rows = new TreeMap<>();
    for (Row row :
        TestDatabase.await(
            database.run(
                "SELECT table_name || '/' || row_key, concat_ws(' ', coalesce(student_id, '-'),"
                    + " coalesce(owner_key, '-'), coalesce(columns::text, 'deleted'), position,"
                    + " position_rank) FROM campus_row WHERE district = $1",
                district))) {
      rows.put(row.getString(0), row.getString(1));
    }
    return rows;
  }

  @Nullable String student(String district, String row) {
    String found = rows(district).get(row);
    return found == null || found.startsWith("- ") ? null : found.substring(0, found.indexOf(' '));
  }

  /** The queued students of a connection with the version of their entry. */
  Map<String, Long> events(ConnectionName connection) {
    Map<String, Long> events = new TreeMap<>();
    for (Row row :
        TestDatabase.await(
            database.run(
                "SELECT student_id, version FROM event_queue WHERE connection = $1",
                connection.value()))) {
      events.put(row.getString(0), row.getLong(1));
    }
    return events;
  }

  List<String> fanOuts(String district) {
    List<String> rows = new ArrayList<>();
    for (Row row :
        TestDatabase.await(
            database.run(
                "SELECT table_name || '/' || row_key FROM fan_out WHERE district = $1 ORDER BY id",
                district))) {
      rows.add(row.getString(0));
    }
    return rows;
  }

  void forgetEvents() {
    TestDatabase.await(database.run("DELETE FROM event_queue"));
    TestDatabase.await(database.run("DELETE FROM fan_out"));
  }

  @SuppressWarnings("unchecked")
  private Pool counting(Pool pool) {
    return (Pool)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Pool.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("withConnection") && arguments.length == 1) {
                transactions.incrementAndGet();
                Function<SqlConnection, Object> work =
                    (Function<SqlConnection, Object>) arguments[0];
                Function<SqlConnection, Object> counted =
                    connection -> work.apply(counting(connection));
                return method.invoke(pool, counted);
              }
              return call(method, pool, arguments);
            });
  }

  private SqlConnection counting(SqlConnection connection) {
    return (SqlConnection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SqlConnection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("preparedQuery")) {
                statements.incrementAndGet();
              }
              return call(method, connection, arguments);
            });
  }

  private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @Override
  public void close() {
    TestDatabase.await(database.close());
    test.close();
  }
}
