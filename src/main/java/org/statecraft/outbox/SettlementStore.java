package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.ConfirmedRecord;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.Verb;

/** Writes what came of attempts: a handful of statements however many. */
final class SettlementStore {

  private static final Logger LOG = LoggerFactory.getLogger(SettlementStore.class);

  /**
   * Found by id, whatever the statistics say of those under way ("OFFSET 0"): there are none when
   * they are taken, and hundreds when this runs.
   */
  private static final String OURS =
      """
      SELECT c.id
      FROM unnest($1::bigint[], $2::bigint[]) AS c (id, worker)
      CROSS JOIN LATERAL (
        SELECT u.state, u.worker
        FROM outbox u
        WHERE u.id = c.id
        OFFSET 0) AS o
      WHERE o.state = 'running'
        AND o.worker = c.worker
      """;

  /**
   * Strong enough to wait for everyone who is adding behind these actions: after this statement,
   * all that waits for them can be seen.
   */
  private static final String LOCK =
      """
      SELECT id
      FROM outbox
      WHERE id = ANY($1::bigint[])
      ORDER BY id
      FOR UPDATE
      """;

  /**
   * What is behind it in the outbox decides, when the record was planned anew meanwhile. But a
   * delete behind which the record is posted again is only given up for a person.
   *
   * <p>Written under the id it was claimed with, of rows that are locked: whoever took it over has
   * the say.
   */
  private static final String SETTLE =
      """
      WITH settled AS (
        SELECT s.*,
          row_number() OVER (PARTITION BY s.cause ORDER BY s.id) AS place,
          (SELECT max(n.id)
           FROM outbox n
           WHERE s.state <> 'done'
             AND (NOT o.then_post OR s.state = 'discarded')
             AND n.connection = $1
             AND n.resource = s.resource
             AND n.key_hash = s.key_hash
             AND n.id > s.id
             AND n.state NOT IN ('done', 'cancelled')) AS successor
        FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::text[],
          $7::timestamptz[], $8::timestamptz[], $9::int[], $10::int[], $11::text[], $12::text[],
          $13::int[], $14::text[])
          AS s (id, worker, resource, key_hash, state, next_at, others_at, spent, blockers, cause,
            sent_verb, status, answer)
        CROSS JOIN LATERAL (
          SELECT u.state, u.worker, u.then_post
          FROM outbox u
          WHERE u.id = s.id
          OFFSET 0) AS o
        WHERE o.state = 'running'
          AND o.worker = s.worker)
      UPDATE outbox o
      SET state = CASE WHEN s.successor IS NULL THEN s.state ELSE 'cancelled' END,
        finished_at = CASE
          WHEN s.state IN ('done', 'discarded') OR s.successor IS NOT NULL THEN now() END,
        blockers = CASE WHEN s.successor IS NULL THEN s.blockers ELSE 0 END,
        worker = NULL,
        next_at = CASE
          WHEN s.others_at IS NOT NULL
            AND (s.place > 1
              OR EXISTS (
                SELECT
                FROM outbox p
                WHERE p.connection = $1
                  AND p.cause = s.cause
                  AND p.next_at <= s.next_at
                  AND p.state = 'waiting'
                  AND p.blockers = 0))
          THEN s.others_at
          ELSE s.next_at END,
        attempt = o.attempt - 1 + s.spent,
        cause = s.cause,
        sent_verb = s.sent_verb,
        status = s.status,
        answer = s.answer
      FROM settled s
      WHERE o.id = s.id
      RETURNING o.id, o.state, s.successor
      """;

  private final IdentityStore identity;
  private final ErrorStore errors;
  private final BlockerStore blockers;

  SettlementStore(IdentityStore identity, ErrorStore errors, BlockerStore blockers) {
    this.identity = identity;
    this.errors = errors;
    this.blockers = blockers;
  }

  Future<Integer> settle(Tx tx, ConnectionName connection, List<Settlement> batch) {
    return tx.run(OURS, ids(batch), workers(batch))
        .map(rows -> ours(rows, batch))
        .compose(ours -> settleOurs(tx, connection, ours));
  }

  private static List<Settlement> ours(RowSet<Row> rows, List<Settlement> batch) {
    Set<Long> found = new HashSet<>();
    rows.forEach(row -> found.add(row.getLong("id")));
    List<Settlement> ours = new ArrayList<>();
    for (Settlement settlement : batch) {
      if (found.contains(settlement.entry().id())) {
        ours.add(settlement);
      } else {
        LOG.warn(
            "action={} worker={} is no longer ours; its outcome is left to who has it",
            settlement.entry().id(),
            settlement.entry().worker());
      }
    }
    ours.sort(Comparator.comparing(settlement -> settlement.entry().id()));
    return ours;
  }

  private Future<Integer> settleOurs(Tx tx, ConnectionName connection, List<Settlement> ours) {
    if (ours.isEmpty()) {
      return Future.succeededFuture(0);
    }
    return identity
        .confirm(tx, connection, ours.stream().map(SettlementStore::confirmed).toList())
        .compose(nothing -> AwaitedStore.find(tx, connection, ours))
        .compose(
            waits ->
                tx.run(LOCK, (Object) ids(ours))
                    .compose(rows -> write(tx, connection, ours, waits))
                    .compose(settled -> conclude(tx, connection, ours, waits, settled)));
  }

  private static ConfirmedRecord confirmed(Settlement settlement) {
    return new ConfirmedRecord(
        settlement.entry().record(), settlement.sent(), settlement.odsId(), settlement.uncertain());
  }

  private static Future<Map<Long, Conclusions.Settled>> write(
      Tx tx, ConnectionName connection, List<Settlement> ours, Map<Long, List<Long>> waits) {
    return tx.run(
            SETTLE,
            connection.value(),
            ids(ours),
            workers(ours),
            column(ours, s -> s.entry().record().resource().value()),
            ours.stream().map(s -> s.entry().record().key().hash()).toArray(UUID[]::new),
            column(ours, s -> state(s, waits).word()),
            times(ours, Settlement::nextAt),
            times(ours, Settlement::othersAt),
            ours.stream().map(s -> s.counts() ? 1 : 0).toArray(Integer[]::new),
            ours.stream()
                .map(s -> waits.getOrDefault(s.entry().id(), List.of()).size())
                .toArray(Integer[]::new),
            column(ours, s -> Conclusions.cause(s, waits)),
            column(ours, s -> verb(s.sentVerb())),
            ours.stream().map(Settlement::status).toArray(Integer[]::new),
            column(ours, s -> s.answer() == null ? null : ErrorEntry.storable(s.answer())))
        .map(
            rows -> {
              Map<Long, Conclusions.Settled> settled = new TreeMap<>();
              rows.forEach(
                  row ->
                      settled.put(
                          row.getLong("id"),
                          new Conclusions.Settled(
                              OutboxState.of(row.getString("state")), row.getLong("successor"))));
              return settled;
            });
  }

  /** What waits for an action of ours needs no person. */
  private static OutboxState state(Settlement settlement, Map<Long, List<Long>> waits) {
    return waits.containsKey(settlement.entry().id()) ? OutboxState.WAITING : settlement.state();
  }

  private Future<Integer> conclude(
      Tx tx,
      ConnectionName connection,
      List<Settlement> ours,
      Map<Long, List<Long>> waits,
      Map<Long, Conclusions.Settled> settled) {
    Conclusions now = Conclusions.of(ours, waits, settled);
    return blockers
        .block(tx, now.blocked())
        .compose(nothing -> blockers.replace(tx, now.over()))
        .compose(nothing -> AwaitedStore.wake(tx, connection, now.awaited(), now.known()))
        .compose(nothing -> identity.forget(tx, connection, now.deleted()))
        .compose(nothing -> errors.closeFor(tx, now.over().keySet()))
        .compose(nothing -> errors.raise(tx, connection, now.raised()))
        .compose(nothing -> CauseStore.unused(tx, connection, now.pastCauses()))
        .compose(unused -> errors.closeCauses(tx, connection, unused))
        .map(nothing -> settled.size());
  }

  private static Long[] ids(List<Settlement> settlements) {
    return settlements.stream().map(s -> s.entry().id()).toArray(Long[]::new);
  }

  private static Long[] workers(List<Settlement> settlements) {
    return settlements.stream().map(s -> s.entry().worker()).toArray(Long[]::new);
  }

  private static @Nullable OffsetDateTime[] times(
      List<Settlement> settlements, Function<Settlement, @Nullable Instant> time) {
    return settlements.stream()
        .map(time)
        .map(at -> at == null ? null : at.atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }

  private static @Nullable String[] column(
      List<Settlement> settlements, Function<Settlement, @Nullable String> value) {
    return settlements.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String verb(@Nullable Verb verb) {
    return verb == null ? null : verb.name();
  }
}
