package org.statecraft.ingest;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.packs.FactCatalogue;

/**
 * The one entry for row changes. While a transaction of a district is under way, further changes
 * wait and share the next one, so that many senders cost few commits. May be called from any
 * thread.
 */
public final class Ingestor {

  private final Database database;
  private final IngestTransaction transaction;
  private final IngestConfig config;
  private final IngestListener listener;
  private final Map<District, DistrictLane> lanes = new ConcurrentHashMap<>();

  /**
   * An ingestor.
   *
   * @param catalogue what is kept; asked for each transaction, because it grows
   * @param watched what the packs look at; asked for each transaction, because packs are reloaded
   * @param connections the connections of a district whose events are queued
   * @param listener is told of what was kept
   */
  public Ingestor(
      Database database,
      Supplier<FactCatalogue> catalogue,
      Supplier<WatchedColumns> watched,
      Function<District, List<ConnectionName>> connections,
      IngestConfig config,
      IngestListener listener) {
    this.database = database;
    this.transaction = new IngestTransaction(catalogue, watched, connections);
    this.config = config;
    this.listener = listener;
  }

  /**
   * Keeps changes and queues what they cause; they hold together or not at all.
   *
   * @return after the commit; failed with the database's error if there was none
   */
  public Future<IngestOutcome> accept(District district, List<RowChange> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture(new IngestOutcome.Accepted(0, 0, 0));
    }
    return lanes
        .computeIfAbsent(district, name -> new DistrictLane(name, database, transaction, config))
        .accept(List.copyOf(changes))
        .onSuccess(
            outcome -> {
              if (outcome instanceof IngestOutcome.Accepted accepted) {
                listener.kept(district, accepted);
              }
            });
  }
}
