package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
import org.statecraft.edfi.ResourceRef;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.ConfirmedRecord;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.BlockerStore.Blocker;
import org.statecraft.plan.Verb;

/** Writes what came of attempts: a handful of statements however many. */
final class SettlementStore {

  private static final Logger LOG = LoggerFactory.getLogger(SettlementStore.class);

  private static final String OURS =
      """
      SELECT id
      FROM outbox
      WHERE id = ANY($1::bigint[])
        AND state = 'running'
        AND worker = $2
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

  /** What is behind it in the outbox decides, when the record was planned anew meanwhile. */
  private static final String SETTLE =
      """
      WITH settled AS (
        SELECT s.*,
          (SELECT max(n.id)
           FROM outbox n
           WHERE s.state <> 'done'
             AND n.connection = $1
             AND n.resource = s.resource
             AND n.key_hash = s.key_hash
             AND n.id > s.id
             AND n.state NOT IN ('done', 'cancelled')) AS successor
        FROM unnest($3::bigint[], $4::text[], $5::uuid[], $6::text[], $7::timestamptz[],
          $8::int[], $9::int[], $10::text[], $11::text[], $12::int[], $13::text[])
          AS s (id, resource, key_hash, state, next_at, spent, blockers, cause, sent_verb, status,
            answer))
      UPDATE outbox o
      SET state = CASE WHEN s.successor IS NULL THEN s.state ELSE 'cancelled' END,
        finished_at = CASE
          WHEN s.state IN ('done', 'discarded') OR s.successor IS NOT NULL THEN now() END,
        blockers = CASE WHEN s.successor IS NULL THEN s.blockers ELSE 0 END,
        worker = NULL,
        next_at = s.next_at,
        attempt = o.attempt - 1 + s.spent,
        cause = s.cause,
        sent_verb = s.sent_verb,
        status = s.status,
        answer = s.answer
      FROM settled s
      WHERE o.id = s.id
        AND o.state = 'running'
        AND o.worker = $2
      RETURNING o.id, o.state, s.successor
      """;

  /**
   * Our own unfinished action that will bring an absent record: its resource is the plural of what
   * the API calls it, and its key, without the paths, is what we refer to.
   */
  private static final String ON_THEIR_WAY =
      """
      WITH absent AS (
        SELECT a.*
        FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
          AS a (blocked, student_id, name, reference)),
      record AS (
        SELECT a.blocked, a.name, a.reference, i.resource, i.key_hash, i.natural_key
        FROM absent a
        JOIN identity_mapping i
          ON i.connection = $1
          AND i.student_id = a.student_id
        UNION ALL
        SELECT a.blocked, a.name, a.reference, i.resource, i.key_hash, i.natural_key
        FROM absent a
        JOIN identity_mapping i
          ON i.connection = $1
          AND i.student_id IS NULL
          AND lower(i.resource) IN
            (lower(a.name) || 's', regexp_replace(lower(a.name), 'y$', '') || 'ies'))
      SELECT o.id, r.blocked
      FROM record r
      JOIN outbox o
        ON o.connection = $1
        AND o.resource = r.resource
        AND o.key_hash = r.key_hash
      WHERE lower(r.resource) IN
          (lower(r.name) || 's', regexp_replace(lower(r.name), 'y$', '') || 'ies')
        AND (SELECT jsonb_object_agg(regexp_replace(k.key, '^.*[.]', ''), k.value)
             FROM jsonb_each(r.natural_key) AS k) = r.reference::jsonb
        AND o.id <> r.blocked
        AND o.verb <> 'DELETE'
        AND o.state NOT IN ('done', 'cancelled')
        AND NOT EXISTS (
          SELECT FROM outbox_blocker b WHERE b.blocker = r.blocked AND b.blocked = o.id)
      ORDER BY o.id
      FOR KEY SHARE OF o
      """;

  private final IdentityStore identity;
  private final ErrorStore errors;
  private final BlockerStore blockers;

  SettlementStore(IdentityStore identity, ErrorStore errors, BlockerStore blockers) {
    this.identity = identity;
    this.errors = errors;
    this.blockers = blockers;
  }

  Future<Integer> settle(Tx tx, ConnectionName connection, long worker, List<Settlement> batch) {
    return tx.run(OURS, ids(batch), worker)
        .map(rows -> ours(rows, worker, batch))
        .compose(ours -> settleOurs(tx, connection, worker, ours));
  }

  private static List<Settlement> ours(RowSet<Row> rows, long worker, List<Settlement> batch) {
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
            worker);
      }
    }
    ours.sort(Comparator.comparing(settlement -> settlement.entry().id()));
    return ours;
  }

  private Future<Integer> settleOurs(
      Tx tx, ConnectionName connection, long worker, List<Settlement> ours) {
    if (ours.isEmpty()) {
      return Future.succeededFuture(0);
    }
    return identity
        .confirm(tx, connection, ours.stream().map(SettlementStore::confirmed).toList())
        .compose(nothing -> onTheirWay(tx, connection, ours))
        .compose(
            waits ->
                tx.run(LOCK, (Object) ids(ours))
                    .compose(rows -> write(tx, connection, worker, ours, waits))
                    .compose(settled -> conclude(tx, connection, ours, waits, settled)));
  }

  private static ConfirmedRecord confirmed(Settlement settlement) {
    return new ConfirmedRecord(
        settlement.entry().record(), settlement.sent(), settlement.odsId(), settlement.uncertain());
  }

  private static Future<Map<Long, List<Long>>> onTheirWay(
      Tx tx, ConnectionName connection, List<Settlement> ours) {
    record Absent(OutboxEntry entry, AbsentRecord record) {}
    List<Absent> absent =
        ours.stream()
            .flatMap(s -> s.absent().stream().map(record -> new Absent(s.entry(), record)))
            .toList();
    if (absent.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.run(
            ON_THEIR_WAY,
            connection.value(),
            absent.stream().map(a -> a.entry().id()).toArray(Long[]::new),
            absent.stream().map(a -> text(a.entry().student())).toArray(String[]::new),
            absent.stream().map(a -> a.record().name()).toArray(String[]::new),
            absent.stream().map(a -> a.record().reference()).toArray(String[]::new))
        .map(
            rows -> {
              Map<Long, List<Long>> waits = new HashMap<>();
              rows.forEach(
                  row ->
                      waits
                          .computeIfAbsent(row.getLong("blocked"), id -> new ArrayList<>())
                          .add(row.getLong("id")));
              return waits;
            });
  }

  /** What an action became, and the newer action of its record if that is why. */
  private record Settled(OutboxState state, @Nullable Long successor) {}

  private static Future<Map<Long, Settled>> write(
      Tx tx,
      ConnectionName connection,
      long worker,
      List<Settlement> ours,
      Map<Long, List<Long>> waits) {
    return tx.run(
            SETTLE,
            connection.value(),
            worker,
            ids(ours),
            column(ours, s -> s.entry().record().resource().value()),
            ours.stream().map(s -> s.entry().record().key().hash()).toArray(UUID[]::new),
            column(ours, s -> s.state().word()),
            ours.stream()
                .map(s -> s.nextAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new),
            ours.stream().map(s -> s.counts() ? 1 : 0).toArray(Integer[]::new),
            ours.stream()
                .map(s -> waits.getOrDefault(s.entry().id(), List.of()).size())
                .toArray(Integer[]::new),
            column(ours, Settlement::cause),
            column(ours, s -> verb(s.sentVerb())),
            ours.stream().map(Settlement::status).toArray(Integer[]::new),
            column(ours, s -> s.answer() == null ? null : ErrorEntry.storable(s.answer())))
        .map(
            rows -> {
              Map<Long, Settled> settled = new TreeMap<>();
              rows.forEach(
                  row ->
                      settled.put(
                          row.getLong("id"),
                          new Settled(
                              OutboxState.of(row.getString("state")), row.getLong("successor"))));
              return settled;
            });
  }

  private Future<Integer> conclude(
      Tx tx,
      ConnectionName connection,
      List<Settlement> ours,
      Map<Long, List<Long>> waits,
      Map<Long, Settled> settled) {
    Map<Long, @Nullable Long> over = new TreeMap<>();
    Set<String> pastCauses = new HashSet<>();
    List<ResourceRef> deleted = new ArrayList<>();
    List<ErrorEntry> raised = new ArrayList<>();
    List<Blocker> blocked = new ArrayList<>();
    for (Settlement settlement : ours) {
      OutboxEntry entry = settlement.entry();
      Settled now = settled.get(entry.id());
      if (now == null) {
        continue;
      }
      if (entry.cause() != null && !entry.cause().equals(settlement.cause())) {
        pastCauses.add(entry.cause());
      }
      if (now.state().isOver()) {
        over.put(entry.id(), now.successor());
        if (entry.verb() == Verb.DELETE) {
          deleted.add(entry.record());
        }
        if (settlement.cause() != null) {
          pastCauses.add(settlement.cause());
        }
      } else {
        List<Long> before = waits.getOrDefault(entry.id(), List.of());
        before.forEach(id -> blocked.add(new Blocker(id, entry.id())));
        // Who waits for an action of ours has nothing to tell people: that action has.
        if (before.isEmpty()) {
          raised.addAll(settlement.errors());
        }
      }
    }
    return blockers
        .block(tx, blocked)
        .compose(nothing -> blockers.replace(tx, over))
        .compose(nothing -> identity.forget(tx, connection, deleted))
        .compose(nothing -> errors.closeFor(tx, over.keySet()))
        .compose(nothing -> errors.raise(tx, connection, raised))
        .compose(nothing -> CauseStore.unused(tx, connection, pastCauses))
        .compose(unused -> errors.closeCauses(tx, connection, unused))
        .map(nothing -> settled.size());
  }

  private static Long[] ids(List<Settlement> settlements) {
    return settlements.stream().map(s -> s.entry().id()).toArray(Long[]::new);
  }

  private static @Nullable String[] column(
      List<Settlement> settlements, Function<Settlement, @Nullable String> value) {
    return settlements.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable String verb(@Nullable Verb verb) {
    return verb == null ? null : verb.name();
  }
}
