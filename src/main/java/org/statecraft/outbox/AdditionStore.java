package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.statecraft.outbox.UnfinishedStore.Unfinished;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;

/** Adds plans to the outbox: a handful of statements however many students. */
final class AdditionStore {

  private static final String CANCEL =
      """
      UPDATE outbox
      SET state = 'cancelled', finished_at = now(), blockers = 0
      WHERE id = ANY($1::bigint[])
      """;

  private static final String ADD =
      """
      INSERT INTO outbox
        (connection, resource, key_hash, student_id, verb, then_post, body, state, blockers, revision,
         rules, changed_at)
      SELECT $1, a.resource, a.key_hash, a.student_id, a.verb, a.then_post, a.body, a.state,
        a.blockers, a.revision, string_to_array(a.rules, chr(31)), a.changed_at
      FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[],
        $8::text[], $9::int[], $10::text[], $11::text[], $12::timestamptz[]) WITH ORDINALITY
        AS a (resource, key_hash, student_id, verb, then_post, body, state, blockers, revision, rules,
          changed_at, place)
      ORDER BY a.place
      RETURNING id
      """;

  private static final String SEPARATOR = "\u001f";

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
    return UnfinishedStore.hold(tx, connection, actions.foreignRecords())
        .compose(
            foreign ->
                UnfinishedStore.lock(tx, connection, actions.records())
                    .compose(own -> replace(tx, connection, actions, own, foreign, skipped)));
  }

  private Future<AddedActions> replace(
      Tx tx,
      ConnectionName connection,
      NewActions actions,
      Map<ResourceRef, List<Unfinished>> own,
      Map<ResourceRef, List<Long>> foreign,
      Map<ResourceName, Integer> skipped) {
    Set<Long> staying = staying(actions, own);
    List<Waits> waits = actions.waits(ids(own, old -> staying.contains(old.id())), foreign);
    List<Unfinished> unsent =
        own.values().stream()
            .flatMap(List::stream)
            .filter(old -> !staying.contains(old.id()))
            .toList();
    return cancel(tx, connection, unsent)
        .compose(nothing -> insert(tx, connection, actions.list(), waits))
        .compose(
            ids ->
                blockers
                    .block(tx, blockersOf(waits, ids))
                    .compose(
                        nothing -> blockers.replace(tx, successors(actions, own, staying, ids))))
        .map(
            nothing ->
                new AddedActions(
                    actions.list().size(),
                    (int) waits.stream().filter(w -> w.count() > 0).count(),
                    unsent.size(),
                    skipped));
  }

  /**
   * The old actions that are not given up: those being sent, and the deletes of what was to be
   * deleted and posted again, while it is still to be posted.
   */
  private static Set<Long> staying(NewActions actions, Map<ResourceRef, List<Unfinished>> own) {
    Map<ResourceRef, Verb> next = actions.firstVerbs();
    Set<Long> staying = new HashSet<>();
    own.forEach(
        (record, olds) ->
            olds.stream()
                .filter(old -> old.isRunning() || (old.deletesFirst() && !isDelete(next, record)))
                .forEach(old -> staying.add(old.id())));
    return staying;
  }

  private static boolean isDelete(Map<ResourceRef, Verb> verbs, ResourceRef record) {
    return verbs.get(record) == Verb.DELETE;
  }

  private Future<Void> cancel(Tx tx, ConnectionName connection, List<Unfinished> unsent) {
    if (unsent.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Long> ids = unsent.stream().map(Unfinished::id).toList();
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
            UnfinishedStore.resources(records),
            UnfinishedStore.hashes(records),
            column(actions, a -> a.student() == null ? null : a.student().value()),
            column(actions, a -> a.action().verb().name()),
            thenPosts(actions),
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

  /** Whether the record is posted again in the same plan. */
  private static Boolean[] thenPosts(List<NewAction> actions) {
    Boolean[] thenPosts = new Boolean[actions.size()];
    Set<ResourceRef> posted = new HashSet<>();
    for (int place = actions.size() - 1; place >= 0; place--) {
      Action action = actions.get(place).action();
      boolean isDelete = action.verb() == Verb.DELETE;
      thenPosts[place] = isDelete && posted.contains(action.record());
      if (!isDelete) {
        posted.add(action.record());
      }
    }
    return thenPosts;
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
      NewActions actions,
      Map<ResourceRef, List<Unfinished>> own,
      Set<Long> staying,
      List<Long> ids) {
    Map<ResourceRef, Integer> newest = actions.newest();
    Map<Long, @Nullable Long> successors = new TreeMap<>();
    own.forEach(
        (record, olds) -> {
          Integer place = newest.get(record);
          Long successor = place == null ? null : ids.get(place);
          olds.stream()
              .filter(old -> !staying.contains(old.id()))
              .forEach(old -> successors.put(old.id(), successor));
        });
    return successors;
  }

  private static Map<ResourceRef, List<Long>> ids(
      Map<ResourceRef, List<Unfinished>> olds, Predicate<Unfinished> wanted) {
    Map<ResourceRef, List<Long>> ids = new HashMap<>();
    olds.forEach(
        (record, list) ->
            ids.put(record, list.stream().filter(wanted).map(Unfinished::id).toList()));
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

  private static @Nullable String[] column(
      List<NewAction> actions, Function<NewAction, @Nullable String> value) {
    return actions.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String json(@Nullable ResourceBody body) {
    return body == null ? null : body.json();
  }
}
