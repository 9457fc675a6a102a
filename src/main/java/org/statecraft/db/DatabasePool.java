package org.statecraft.db;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;

/** Opens the pool. */
public final class DatabasePool {

  private DatabasePool() {}

  /** A pool of at most {@code size} connections; none is opened before it is needed. */
  public static Database open(Vertx vertx, DatabaseUrl url, int size) {
    return new Database(
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(size).setName("statecraft"))
            .connectingTo(connectOptions(url))
            .using(vertx)
            .build());
  }

  static PgConnectOptions connectOptions(DatabaseUrl url) {
    return new PgConnectOptions()
        .setHost(url.host())
        .setPort(url.port())
        .setDatabase(url.database())
        .setUser(url.user())
        .setPassword(url.password().reveal())
        .setCachePreparedStatements(true)
        .setProperties(
            Map.of(
                "search_path", url.schema(),
                "application_name", "statecraft",
                "client_encoding", "utf-8"));
  }
}
