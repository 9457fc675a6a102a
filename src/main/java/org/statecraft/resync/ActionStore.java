package org.statecraft.resync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Steps;
import org.statecraft.db.Tx;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.resync.PlannedAction.Found;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;
import org.statecraft.resync.ResyncRun.AppliedTo;

/** The table {@code resync_action}: the plans. */
public final class ActionStore {

  private static final String ADD =
      """
      INSERT INTO resync_action
        (run, phase, action, resource, key_hash, natural_key, student_id, school, reason, body,
         sources, rules, after, correct, found_body, found_id, planned_hash, sent_hash)
      SELECT $1, a.phase, a.action, a.resource, a.key_hash, a.natural_key, a.student_id, a.school,
             a.reason, a.body, string_to_array(a.sources, chr(31)),
             string_to_array(a.rules, chr(31)), a.after::jsonb, a.correct, a.found_body, a.found_id,
             a.planned_hash, a.sent_hash
        FROM unnest($2::smallint[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[],
                    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
                    $14::boolean[], $15::text[], $16::text[], $17::uuid[], $18::uuid[])
             WITH ORDINALITY
          AS a (phase, action, resource, key_hash, natural_key, student_id, school, reason, body,
                sources, rules, after, correct, found_body, found_id, planned_hash, sent_hash,
                nth)
       ORDER BY a.nth
      """;

  private static final String NEXT =
      """
      SELECT phase, place, action, resource, key_hash, natural_key, student_id, school, reason,
             body, sources, rules, after::text AS after, correct, found_body, found_id,
             planned_hash, sent_hash
        FROM resync_action
       WHERE run = $1
         AND (phase, place) > ($2, $3)
       ORDER BY phase, place
       LIMIT $4
      """;

  private static final String DROP_OF_NOBODY =
      "DELETE FROM resync_action WHERE run = $1 AND phase <> 1";

  private static final String DROP = "DELETE FROM resync_action WHERE run = $1";

  private static final String SEPARATOR = "\u001f";
  static final AppliedTo BEGINNING = new AppliedTo(-1, 0);
  private static final int TOGETHER = 1_000;

  /** A planned action and its place in the plan. */
  record Placed(AppliedTo place, PlannedAction action) {}

  Future<Void> add(Tx tx, long run, List<PlannedAction> actions) {
    if (actions.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.run(
            ADD,
            run,
            actions.stream().map(each -> (short) each.phase().ordinal()).toArray(Short[]::new),
            texts(actions, each -> each.kind().name()),
            texts(actions, each -> each.record().resource().value()),
            hashes(actions, each -> each.record().key().hash()),
            texts(actions, each -> each.record().key().json()),
            texts(actions, each -> each.student() == null ? null : each.student().value()),
            texts(actions, each -> each.school().isEmpty() ? null : each.school()),
            texts(actions, PlannedAction::reason),
            texts(actions, each -> each.body() == null ? null : each.body().json()),
            texts(actions, each -> String.join(SEPARATOR, each.sources())),
            texts(actions, each -> String.join(SEPARATOR, each.rules())),
            texts(actions, each -> after(each.after())),
            actions.stream().map(PlannedAction::correct).toArray(Boolean[]::new),
            texts(actions, each -> each.found() == null ? null : each.found().body().json()),
            texts(actions, each -> each.found() == null ? null : each.found().id().value()),
            hashes(actions, each -> each.upon().planned()),
            hashes(actions, each -> each.upon().sent()))
        .mapEmpty();
  }

  /** The next actions of a plan, in order. */
  Future<List<Placed>> next(SqlRunner sql, long run, AppliedTo after, int limit) {
    return sql.run(NEXT, run, (short) after.phase(), after.place(), limit)
        .map(Rows.each(ActionStore::placed));
  }

  /** All actions of a plan in order, page by page, so that memory does not grow with the plan. */
  Future<Void> each(SqlRunner sql, long run, Consumer<PlannedAction> taker) {
    return through(
        sql,
        run,
        BEGINNING,
        TOGETHER,
        page -> {
          page.forEach(each -> taker.accept(each.action()));
          return Future.succeededFuture();
        });
  }

  /** Works through the actions of a plan behind one of them, in order, page by page. */
  Future<Void> through(
      SqlRunner sql,
      long run,
      AppliedTo after,
      int together,
      Function<List<Placed>, Future<Void>> work) {
    return Steps.throughPages(
        last -> next(sql, run, last == null ? after : last.place(), together), work);
  }

  /** Forgets what was planned of shared records and of records of nobody. */
  Future<Void> dropOfNobody(Tx tx, long run) {
    return tx.run(DROP_OF_NOBODY, run).mapEmpty();
  }

  /** Forgets the plan of a run. */
  Future<Void> drop(SqlRunner sql, long run) {
    return sql.run(DROP, run).mapEmpty();
  }

  private static Placed placed(Row row) {
    String student = row.getString("student_id");
    String school = row.getString("school");
    String body = row.getString("body");
    String found = row.getString("found_body");
    return new Placed(
        new AppliedTo(row.getShort("phase"), row.getLong("place")),
        new PlannedAction(
            Phase.values()[row.getShort("phase")],
            Kind.valueOf(row.getString("action")),
            new ResourceRef(
                new ResourceName(row.getString("resource")),
                new NaturalKey(row.getString("natural_key"), row.getUUID("key_hash"))),
            student == null ? null : new StudentId(student),
            school == null ? "" : school,
            row.getString("reason"),
            body == null ? null : ResourceBody.ofCanonical(body),
            List.of(row.getArrayOfStrings("sources")),
            List.of(row.getArrayOfStrings("rules")),
            after(row.getString("after")),
            row.getBoolean("correct"),
            found == null
                ? null
                : new Found(ResourceBody.ofCanonical(found), new OdsId(row.getString("found_id"))),
            new Upon(row.getUUID("planned_hash"), row.getUUID("sent_hash"))));
  }

  private static String after(Collection<ResourceRef> after) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    after.forEach(
        each ->
            list.addObject()
                .put("resource", each.resource().value())
                .put("key", each.key().json()));
    return CanonicalJson.write(list);
  }

  private static List<ResourceRef> after(String json) {
    List<ResourceRef> after = new ArrayList<>();
    CanonicalJson.read(json)
        .forEach(
            each ->
                after.add(
                    new ResourceRef(
                        new ResourceName(each.path("resource").asText()),
                        NaturalKey.of(each.path("key").asText()))));
    return after;
  }

  private static @Nullable String[] texts(
      List<PlannedAction> actions, Function<PlannedAction, @Nullable String> text) {
    return actions.stream().map(text).toArray(String[]::new);
  }

  private static @Nullable UUID[] hashes(
      List<PlannedAction> actions, Function<PlannedAction, @Nullable UUID> hash) {
    return actions.stream().map(hash).toArray(UUID[]::new);
  }
}
