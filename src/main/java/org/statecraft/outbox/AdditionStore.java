package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.BlockerStore.Blocker;
import org.statecraft.outbox.NewActions.NewAction;
import org.statecraft.outbox.NewActions.Waits;
import org.statecraft.plan.StudentPlan;

/** Adds plans to the outbox: a handful of statements however many students. */
final class AdditionStore {

  /**
   * Whoever finishes an action takes a stronger lock first: it either sees what we add behind it,
   * or is finished before we look.
   *
   * <p>The index is asked record by record ("OFFSET 0" sees to it): in a table that has grown since
   * its statistics were taken, PostgreSQL would rather read the whole outbox of the connection.
   */
  private static final String HOLD =
      """
      SELECT o.id, o.resource, o.key_hash
      FROM outbox o
      WHERE o.id = ANY(ARRAY(
          SELECT unfinished.id
          FROM unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
          CROSS JOIN LATERAL (
            SELECT u.id
            FROM outbox u
            WHERE u.connection = $1
              AND u.resource = r.resource
              AND u.key_hash = r.key_hash
              AND u.state NOT IN ('done', 'cancelled')
            OFFSET 0) AS unfinished))
        AND o.state NOT IN ('done', 'cancelled')
      ORDER BY o.id
      FOR KEY SHARE OF o
      """;

  private static final String LOCK =
      """
      SELECT o.id, o.resource, o.key_hash, o.state, o.cause
      FROM outbox o
      WHERE o.id = ANY(ARRAY(
          SELECT unfinished.id
          FROM unnest($2::text[], $3::uuid[]) AS r (resource, key_hash)
          CROSS JOIN LATERAL (
            SELECT u.id
            FROM outbox u
            WHERE u.connection = $1
              AND u.resource = r.resource
              AND u.key_hash = r.key_hash
              AND u.state NOT IN ('done', 'cancelled')
            OFFSET 0) AS unfinished))
        AND o.state NOT IN ('done', 'cancelled')
      ORDER BY o.id
      FOR UPDATE OF o
      """;

  private static final String CANCEL =
      """
      UPDATE outbox
      SET state = 'cancelled', finished_at = now(), blockers = 0
      WHERE id = ANY($1::bigint[])
      """;

  private static final String ADD =
      """
      INSERT INTO outbox
        (connection, resource, key_hash, student_id, verb, body, state, blockers, revision, rules,
         changed_at)
      SELECT $1, a.resource, a.key_hash, a.student_id, a.verb, a.body, a.state, a.blockers,
        a.revision, string_to_array(a.rules, chr(31)), a.changed_at
      FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::int[], $9::text[], $10::text[], $11::timestamptz[]) WITH ORDINALITY
        AS a (resource, key_hash, student_id, verb, body, state, blockers, revision, rules,
          changed_at, place)
      ORDER BY a.place
      RETURNING id
      """;

  private static final String SEPARATOR = "\u001f";

  /** An unfinished action of a record. */
  private record Old(long id, OutboxState state, @Nullable String cause) {

    boolean isUnsent() {
      return state != OutboxState.RUNNING;
    }
  }

  private final IdentityStore identity;
  private final ErrorStore errors;
  private final BlockerStore blockers;

  AdditionStore(IdentityStore identity, ErrorStore errors, BlockerStore blockers) {
    this.identity = identity;
    this.errors = errors;
    this.blockers = blockers;
  }

  Future<AddedActions> add(Tx tx, ConnectionName connection, List<StudentPlan> plans) {
    NewActions asked = NewActions.of(plans);
    if (asked.list().isEmpty()) {
      return Future.succeededFuture(AddedActions.NONE);
    }
    return identity
        .plan(tx, connection, asked.planned())
        .compose(absent -> addAbsent(tx, connection, asked, asked.withoutShared(absent)));
  }

  private Future<AddedActions> addAbsent(
      Tx tx, ConnectionName connection, NewActions asked, NewActions actions) {
    Map<ResourceName, Integer> skipped = asked.countByResource();
    actions
        .countByResource()
        .forEach((resource, kept) -> skipped.merge(resource, -kept, Integer::sum));
    skipped.values().removeIf(count -> count == 0);
    if (actions.list().isEmpty()) {
      return Future.succeededFuture(new AddedActions(0, 0, 0, skipped));
    }
    return unfinished(tx, HOLD, connection, actions.foreignRecords())
        .compose(
            foreign ->
                unfinished(tx, LOCK, connection, actions.records())
                    .compose(own -> replace(tx, connection, actions, own, foreign, skipped)));
  }

  private Future<AddedActions> replace(
      Tx tx,
      ConnectionName connection,
      NewActions actions,
      Map<ResourceRef, List<Old>> own,
      Map<ResourceRef, List<Old>> foreign,
      Map<ResourceName, Integer> skipped) {
    List<Waits> waits = actions.waits(ids(own, old -> !old.isUnsent()), ids(foreign, old -> true));
    List<Old> unsent = own.values().stream().flatMap(List::stream).filter(Old::isUnsent).toList();
    return cancel(tx, connection, unsent)
        .compose(nothing -> insert(tx, connection, actions.list(), waits))
        .compose(
            ids ->
                blockers
                    .block(tx, blockersOf(waits, ids))
                    .compose(nothing -> blockers.replace(tx, successors(actions, own, ids))))
        .map(
            nothing ->
                new AddedActions(
                    actions.list().size(),
                    (int) waits.stream().filter(w -> w.count() > 0).count(),
                    unsent.size(),
                    skipped));
  }

  private Future<Void> cancel(Tx tx, ConnectionName connection, List<Old> unsent) {
    if (unsent.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Long> ids = unsent.stream().map(Old::id).toList();
    Set<String> causes = new HashSet<>();
    unsent.forEach(
        old -> {
          if (old.cause() != null) {
            causes.add(old.cause());
          }
        });
    return tx.run(CANCEL, (Object) ids.toArray(Long[]::new))
        .compose(rows -> blockers.forget(tx, ids))
        .compose(nothing -> errors.closeFor(tx, ids))
        .compose(nothing -> CauseStore.unused(tx, connection, causes))
        .compose(unused -> errors.closeCauses(tx, connection, unused));
  }

  private static Future<List<Long>> insert(
      Tx tx, ConnectionName connection, List<NewAction> actions, List<Waits> waits) {
    List<ResourceRef> records = actions.stream().map(a -> a.action().record()).toList();
    return tx.run(
            ADD,
            connection.value(),
            resources(records),
            hashes(records),
            column(actions, a -> a.student() == null ? null : a.student().value()),
            column(actions, a -> a.action().verb().name()),
            column(actions, a -> json(a.action().body())),
            waits.stream().map(AdditionStore::state).toArray(String[]::new),
            waits.stream().map(Waits::count).toArray(Integer[]::new),
            column(actions, NewAction::revision),
            column(actions, a -> String.join(SEPARATOR, a.action().rules())),
            actions.stream()
                .map(a -> a.changedAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new))
        .map(AdditionStore::ids);
  }

  private static String state(Waits waits) {
    return (waits.count() == 0 ? OutboxState.AVAILABLE : OutboxState.WAITING).word();
  }

  private static List<Blocker> blockersOf(List<Waits> waits, List<Long> ids) {
    List<Blocker> all = new ArrayList<>();
    for (int place = 0; place < ids.size(); place++) {
      long blocked = ids.get(place);
      waits.get(place).old().forEach(old -> all.add(new Blocker(old, blocked)));
      waits.get(place).places().forEach(before -> all.add(new Blocker(ids.get(before), blocked)));
    }
    return all;
  }

  /** For each cancelled action the newest one of the same record. */
  private static Map<Long, @Nullable Long> successors(
      NewActions actions, Map<ResourceRef, List<Old>> own, List<Long> ids) {
    Map<ResourceRef, Integer> newest = actions.newest();
    Map<Long, @Nullable Long> successors = new TreeMap<>();
    own.forEach(
        (record, olds) -> {
          Integer place = newest.get(record);
          Long successor = place == null ? null : ids.get(place);
          olds.stream().filter(Old::isUnsent).forEach(old -> successors.put(old.id(), successor));
        });
    return successors;
  }

  private static Future<Map<ResourceRef, List<Old>>> unfinished(
      Tx tx, String sql, ConnectionName connection, List<ResourceRef> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    boolean withState = sql.equals(LOCK);
    return tx.run(sql, connection.value(), resources(records), hashes(records))
        .map(rows -> byRecord(rows, records, withState));
  }

  private static Map<ResourceRef, List<Old>> byRecord(
      RowSet<Row> rows, List<ResourceRef> records, boolean withState) {
    record Short(String resource, UUID hash) {}
    Map<Short, ResourceRef> names = new HashMap<>();
    records.forEach(ref -> names.put(new Short(ref.resource().value(), ref.key().hash()), ref));
    Map<ResourceRef, List<Old>> olds = new HashMap<>();
    for (Row row : rows) {
      ResourceRef ref = names.get(new Short(row.getString("resource"), row.getUUID("key_hash")));
      if (ref != null) {
        olds.computeIfAbsent(ref, r -> new ArrayList<>()).add(old(row, withState));
      }
    }
    return olds;
  }

  private static Old old(Row row, boolean withState) {
    return withState
        ? new Old(row.getLong("id"), OutboxState.of(row.getString("state")), row.getString("cause"))
        : new Old(row.getLong("id"), OutboxState.RUNNING, null);
  }

  private static Map<ResourceRef, List<Long>> ids(
      Map<ResourceRef, List<Old>> olds, Predicate<Old> wanted) {
    Map<ResourceRef, List<Long>> ids = new HashMap<>();
    olds.forEach(
        (record, list) -> ids.put(record, list.stream().filter(wanted).map(Old::id).toList()));
    return ids;
  }

  /**
   * Ids are given in the order of the rows, so the sorted ids are those of the actions in order.
   */
  private static List<Long> ids(RowSet<Row> rows) {
    long[] ids = new long[rows.size()];
    int place = 0;
    for (Row row : rows) {
      ids[place++] = row.getLong("id");
    }
    Arrays.sort(ids);
    return Arrays.stream(ids).boxed().toList();
  }

  private static String[] resources(Collection<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.resource().value()).toArray(String[]::new);
  }

  private static UUID[] hashes(Collection<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.key().hash()).toArray(UUID[]::new);
  }

  private static @Nullable String[] column(
      List<NewAction> actions, Function<NewAction, @Nullable String> value) {
    return actions.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String json(@Nullable ResourceBody body) {
    return body == null ? null : body.json();
  }
}
