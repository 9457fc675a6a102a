package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;

/**
 * The table {@code outbox}: plans come in, workers claim actions and settle what came of them.
 *
 * <p>Plans and answers of one record follow one another by row locks, always taken in this order:
 * identity mapping (by resource and key), outbox (by id), error log.
 */
public final class OutboxStore {

  /**
   * A lock too weak to hinder those who only need the action to stay unfinished. The later of our
   * clock and the database's decides, so that a clock that is behind delays nothing.
   */
  private static final String CLAIM =
      """
      WITH ready AS (
        SELECT o.id, o.resource, o.key_hash
        FROM outbox o
        WHERE o.connection = $1
          AND (o.state IN ('available', 'retryable') OR (o.state = 'waiting' AND o.blockers = 0))
          AND o.next_at <= greatest($4::timestamptz, now())
        ORDER BY o.next_at, o.id
        LIMIT $3
        FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE outbox o
      SET state = 'running',
        worker = $2,
        attempt = least(o.attempt + 1, 32000)
      FROM ready r
      LEFT JOIN identity_mapping i
        ON i.connection = $1
        AND i.resource = r.resource
        AND i.key_hash = r.key_hash
      WHERE o.id = r.id
      RETURNING o.id, o.resource, o.key_hash, coalesce(i.natural_key::text, '{}') AS natural_key,
        o.student_id, o.verb, o.body, o.attempt, o.cause, o.changed_at, i.sent_body, i.ods_id,
        coalesce(i.uncertain, false) AS uncertain
      """;

  private static final String RELEASE =
      """
      UPDATE outbox o
      SET state = 'available', worker = NULL, next_at = now()
      WHERE o.id IN (
        SELECT r.id
        FROM outbox r
        WHERE r.state = 'running'
          AND r.worker = ANY($1::bigint[])
        ORDER BY r.id
        FOR UPDATE)
      """;

  private static final String RETRY =
      """
      UPDATE outbox
      SET state = 'available', attempt = 0, next_at = now(), finished_at = NULL
      WHERE id = ANY($1::bigint[])
        AND (state IN ('discarded', 'retryable') OR (state = 'waiting' AND blockers = 0))
      """;

  private final IdentityStore identity;
  private final AdditionStore additions;
  private final SettlementStore settlements;
  private final WithdrawalStore withdrawals;

  public OutboxStore(IdentityStore identity, ErrorStore errors) {
    BlockerStore blockers = new BlockerStore();
    this.identity = identity;
    this.additions = new AdditionStore(identity, errors, blockers);
    this.settlements = new SettlementStore(identity, errors, blockers);
    this.withdrawals = new WithdrawalStore(errors, blockers);
  }

  /**
   * Adds the actions of plans and writes the identity mapping they lead to. What was not sent yet
   * of the same records is cancelled. A shared record that is planned already is not added again.
   *
   * @param plans at most one per student
   */
  public Future<AddedActions> add(Tx tx, ConnectionName connection, List<StudentPlan> plans) {
    return additions.add(tx, connection, plans);
  }

  /**
   * Takes up to {@code limit} actions that may be sent now, the oldest first. Never two of one
   * record.
   *
   * @param worker the id of the living worker that takes them
   */
  public Future<List<OutboxEntry>> claim(
      SqlRunner sql, ConnectionName connection, long worker, int limit, Instant now) {
    return sql.run(CLAIM, connection.value(), worker, limit, now.atOffset(ZoneOffset.UTC))
        .map(rows -> entries(connection, rows));
  }

  /**
   * Writes what came of attempts, and frees what waited for them. What is no longer in the hands of
   * {@code worker} is left alone.
   *
   * @return how many were written
   */
  public Future<Integer> settle(
      Tx tx, ConnectionName connection, long worker, List<Settlement> batch) {
    Set<ResourceName> unfinished = new HashSet<>();
    for (Settlement each : batch) {
      if (!each.state().isOver()) {
        unfinished.add(each.entry().record().resource());
      }
    }
    return settlements
        .settle(tx, connection, worker, batch)
        .compose(settled -> withdraw(tx, connection, unfinished).map(settled));
  }

  /**
   * Cancels what is not sent yet of those of the resources that are switched off, as if it had
   * never been planned; what a worker has in hand is settled first. What waited for it is freed.
   *
   * @return how many actions were withdrawn
   */
  public Future<Integer> withdraw(
      Tx tx, ConnectionName connection, Collection<ResourceName> resources) {
    return withdrawals.withdraw(tx, connection, resources);
  }

  /**
   * Frees what dead workers had in hand. It may have been sent, and is marked so.
   *
   * @return how many actions were freed
   */
  public Future<Integer> release(Tx tx, Collection<Long> workers) {
    return workers.isEmpty()
        ? Future.succeededFuture(0)
        : identity
            .doubt(tx, workers)
            .compose(nothing -> tx.run(RELEASE, (Object) workers.toArray(Long[]::new)))
            .map(RowSet::rowCount);
  }

  /**
   * Lets actions that failed be sent again now, as a person asks for.
   *
   * @return how many there were to send again
   */
  public Future<Integer> retry(SqlRunner sql, Collection<Long> ids) {
    return sql.run(RETRY, (Object) ids.toArray(Long[]::new)).map(RowSet::rowCount);
  }

  private static List<OutboxEntry> entries(ConnectionName connection, RowSet<Row> rows) {
    List<OutboxEntry> entries = new ArrayList<>(rows.size());
    rows.forEach(row -> entries.add(entry(connection, row)));
    entries.sort(Comparator.comparing(OutboxEntry::id));
    return entries;
  }

  private static OutboxEntry entry(ConnectionName connection, Row row) {
    String student = row.getString("student_id");
    String body = row.getString("body");
    String sent = row.getString("sent_body");
    String odsId = row.getString("ods_id");
    return new OutboxEntry(
        row.getLong("id"),
        connection,
        new ResourceRef(
            new ResourceName(row.getString("resource")),
            new NaturalKey(
                CanonicalJson.write(CanonicalJson.read(row.getString("natural_key"))),
                row.getUUID("key_hash"))),
        student == null ? null : new StudentId(student),
        Verb.valueOf(row.getString("verb")),
        body == null ? null : ResourceBody.ofCanonical(body),
        row.getInteger("attempt"),
        row.getString("cause"),
        row.getOffsetDateTime("changed_at").toInstant(),
        sent == null ? null : ResourceBody.ofCanonical(sent),
        odsId == null ? null : new OdsId(odsId),
        row.getBoolean("uncertain"));
  }
}
