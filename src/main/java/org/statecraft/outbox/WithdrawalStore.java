package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.WithdrawnStore;

/** Cancels what is not sent yet of resources that are switched off. */
final class WithdrawalStore {

  private static final String SWITCHED_OFF =
      """
      SELECT p.resource
      FROM resource_preference p
      WHERE p.connection = $1
        AND p.resource = ANY($2::text[])
        AND NOT p.enabled
      """;

  /**
   * The POST of a replacement whose DELETE has begun goes on: a record that was sent must not
   * vanish because we stopped half-way. One transaction planned both, which is how they are known
   * when the DELETE is done.
   */
  private static final String UNSENT =
      """
      SELECT o.id, o.resource, o.key_hash, o.cause
      FROM outbox o
      WHERE o.connection = $1
        AND o.resource = ANY($2::text[])
        AND o.state IN ('waiting', 'available', 'retryable', 'discarded')
        AND NOT (o.verb = 'POST' AND EXISTS (
          SELECT
          FROM outbox d
          WHERE d.connection = $1
            AND d.resource = o.resource
            AND d.student_id = o.student_id
            AND d.created_at = o.created_at
            AND d.verb = 'DELETE'
            AND d.state IN ('running', 'done')))
      ORDER BY o.id
      FOR UPDATE OF o
      """;

  private static final String CANCEL =
      """
      UPDATE outbox
      SET state = 'cancelled', finished_at = now(), blockers = 0
      WHERE id = ANY($1::bigint[])
      """;

  private final WithdrawnStore identity = new WithdrawnStore();
  private final ErrorStore errors;
  private final BlockerStore blockers;

  WithdrawalStore(ErrorStore errors, BlockerStore blockers) {
    this.errors = errors;
    this.blockers = blockers;
  }

  /** Withdraws what is unsent of those of the resources that are switched off; how much it was. */
  Future<Integer> withdraw(Tx tx, ConnectionName connection, Collection<ResourceName> resources) {
    return resources.isEmpty()
        ? Future.succeededFuture(0)
        : tx.run(SWITCHED_OFF, connection.value(), names(resources))
            .map(rows -> names(rows))
            .compose(off -> withdrawAll(tx, connection, off));
  }

  private Future<Integer> withdrawAll(
      Tx tx, ConnectionName connection, List<ResourceName> resources) {
    return resources.isEmpty()
        ? Future.succeededFuture(0)
        : identity
            .lock(tx, connection, resources)
            .compose(locked -> tx.run(UNSENT, connection.value(), names(resources)))
            .compose(rows -> cancel(tx, connection, rows));
  }

  private Future<Integer> cancel(Tx tx, ConnectionName connection, RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Future.succeededFuture(0);
    }
    List<Long> ids = new ArrayList<>();
    List<String> resources = new ArrayList<>();
    List<UUID> hashes = new ArrayList<>();
    Set<String> causes = new HashSet<>();
    for (Row row : rows) {
      ids.add(row.getLong("id"));
      resources.add(row.getString("resource"));
      hashes.add(row.getUUID("key_hash"));
      if (row.getString("cause") != null) {
        causes.add(row.getString("cause"));
      }
    }
    return tx.run(CANCEL, (Object) ids.toArray(Long[]::new))
        .compose(cancelled -> blockers.forget(tx, ids))
        .compose(forgotten -> blockers.unblock(tx, ids))
        .compose(freed -> errors.closeFor(tx, ids))
        .compose(closed -> CauseStore.unused(tx, connection, causes))
        .compose(unused -> errors.closeCauses(tx, connection, unused))
        .compose(closed -> identity.takeBack(tx, connection, resources, hashes))
        .map(ids.size());
  }

  private static String[] names(Collection<ResourceName> resources) {
    return resources.stream().map(ResourceName::value).toArray(String[]::new);
  }

  private static List<ResourceName> names(RowSet<Row> rows) {
    List<ResourceName> names = new ArrayList<>();
    rows.forEach(row -> names.add(new ResourceName(row.getString("resource"))));
    return names;
  }
}
