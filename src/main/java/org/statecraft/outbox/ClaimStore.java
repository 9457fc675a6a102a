package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.Verb;

/** Takes actions out of the outbox for a worker, and back from a dead one. */
final class ClaimStore {

  /**
   * A lock too weak to hinder those who only need the action to stay unfinished. The later of our
   * clock and the database's decides, so that a clock that is behind delays nothing.
   *
   * <p>What is paused is put out of the way as it comes by, so that no claim looks at it twice.
   * Whoever resumes waits for the claims that know of the pause, and finds all of it.
   */
  private static final String CLAIM =
      """
      WITH pause AS MATERIALIZED (
        SELECT p.resource
        FROM delivery_pause p
        WHERE p.connection = $1
        FOR KEY SHARE),
      ready AS (
        SELECT o.id, o.resource, o.key_hash,
          EXISTS (SELECT FROM pause p WHERE p.resource = o.resource) AS paused
        FROM outbox o
        WHERE o.connection = $1
          AND (o.state IN ('available', 'retryable') OR (o.state = 'waiting' AND o.blockers = 0))
          AND o.next_at <= greatest($4::timestamptz, now())
          AND NOT EXISTS (SELECT FROM pause p WHERE p.resource = '')
        ORDER BY o.next_at, o.id
        LIMIT $3
        FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE outbox o
      SET state = CASE WHEN r.paused THEN o.state ELSE 'running' END,
        worker = CASE WHEN r.paused THEN NULL ELSE $2::bigint END,
        attempt = CASE WHEN r.paused THEN o.attempt ELSE least(o.attempt + 1, 32000) END,
        next_at = CASE WHEN r.paused THEN 'infinity' ELSE o.next_at END
      FROM ready r
      LEFT JOIN identity_mapping i
        ON i.connection = $1
        AND i.resource = r.resource
        AND i.key_hash = r.key_hash
      WHERE o.id = r.id
      RETURNING o.id, o.resource, o.key_hash, coalesce(i.natural_key::text, '{}') AS natural_key,
        o.student_id, o.verb, o.body, o.attempt, o.cause, o.changed_at, i.sent_body, i.ods_id,
        coalesce(i.uncertain, false) AS uncertain, r.paused
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

  /** Nobody sent them, so there is no doubt about them and it was no attempt. */
  private static final String GIVE_BACK =
      """
      UPDATE outbox o
      SET state = 'available', worker = NULL, attempt = greatest(o.attempt - 1, 0), next_at = now()
      WHERE o.id IN (
        SELECT r.id
        FROM outbox r
        WHERE r.connection = $1
          AND r.worker = ANY($2::bigint[])
          AND r.state = 'running'
          AND r.id <> ALL($3::bigint[])
        ORDER BY r.id
        FOR UPDATE)
      """;

  private final IdentityStore identity;

  ClaimStore(IdentityStore identity) {
    this.identity = identity;
  }

  Future<Claim> claim(
      SqlRunner sql, ConnectionName connection, long worker, int limit, Instant now) {
    return sql.run(CLAIM, connection.value(), worker, limit, now.atOffset(ZoneOffset.UTC))
        .map(rows -> claimed(connection, worker, rows));
  }

  Future<Integer> release(Tx tx, Collection<Long> workers) {
    return workers.isEmpty()
        ? Future.succeededFuture(0)
        : identity
            .doubt(tx, workers)
            .compose(nothing -> tx.run(RELEASE, (Object) workers.toArray(Long[]::new)))
            .map(RowSet::rowCount);
  }

  Future<Integer> giveBack(
      SqlRunner sql, ConnectionName connection, Collection<Long> workers, Collection<Long> inHand) {
    return sql.run(
            GIVE_BACK,
            connection.value(),
            workers.toArray(Long[]::new),
            inHand.toArray(Long[]::new))
        .map(RowSet::rowCount);
  }

  private static Claim claimed(ConnectionName connection, long worker, RowSet<Row> rows) {
    List<OutboxEntry> entries = new ArrayList<>(rows.size());
    int passedOver = 0;
    for (Row row : rows) {
      if (row.getBoolean("paused")) {
        passedOver++;
      } else {
        entries.add(entry(connection, worker, row));
      }
    }
    entries.sort(Comparator.comparing(OutboxEntry::id));
    return new Claim(entries, passedOver);
  }

  private static OutboxEntry entry(ConnectionName connection, long worker, Row row) {
    String student = row.getString("student_id");
    String body = row.getString("body");
    String sent = row.getString("sent_body");
    String odsId = row.getString("ods_id");
    return new OutboxEntry(
        row.getLong("id"),
        worker,
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
