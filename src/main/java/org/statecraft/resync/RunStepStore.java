package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ResourceName;
import org.statecraft.resync.ResyncRun.AppliedTo;

/** How far a run is, and on what it stands: the steps of {@code resync_run}. */
final class RunStepStore {

  private static final String READ_TO =
      """
      UPDATE resync_run
         SET read_cursor = read_cursor
               || jsonb_build_object($2::text, $3::bigint, $2 || '.token', $4::text)
       WHERE id = $1
      """;

  private static final String COMPARED_TO =
      """
      UPDATE resync_run
         SET compared_to = $2,
             counts = $3::text::jsonb
       WHERE id = $1
         AND compared_to IS NOT DISTINCT FROM $4
         AND state = 'comparing'
      """;

  private static final String PLANNED =
      """
      UPDATE resync_run
         SET state = 'planned',
             planned_at = now(),
             counts = $2::text::jsonb,
             plan_hash = $3,
             problem = $4
       WHERE id = $1
         AND state = 'comparing'
      """;

  private static final String HOLD = "SELECT state FROM resync_run WHERE id = $1 FOR UPDATE";

  private static final String APPLIED_TO =
      """
      UPDATE resync_run
         SET applied_phase = $2,
             applied_place = $3
       WHERE id = $1
         AND (applied_phase, applied_place) = ($4, $5)
         AND state = 'applying'
      """;

  private static final String MOVED_GROUND =
      "UPDATE resync_run SET ground = $3 WHERE id = $1 AND ground = $2";

  private static final String HAS_GROUND =
      "SELECT ground = $2 AS same FROM resync_run WHERE id = $1";

  /**
   * Holds a run until the transaction ends.
   *
   * @return failed if it is not in the state, because another process went on with it
   */
  Future<Void> hold(Tx tx, long id, RunState state) {
    return tx.run(HOLD, id)
        .compose(
            rows ->
                one(
                    rows.size() == 1
                            && rows.iterator().next().getString("state").equals(state.word())
                        ? 1
                        : 0,
                    id));
  }

  /**
   * Notes how far a resource was read.
   *
   * @param records how many, or {@link ResyncRun#READ}
   * @param token of the next page, where pages have one
   */
  Future<Void> readTo(
      Tx tx, ResyncRun run, ResourceName resource, long records, @Nullable String token) {
    return tx.run(READ_TO, run.id(), resource.value(), records, token).mapEmpty();
  }

  /**
   * Notes how far it compared.
   *
   * @param before the last student compared before; failed if another process has gone on
   */
  Future<Void> comparedTo(
      Tx tx, long id, String student, Map<String, Long> counts, @Nullable String before) {
    return tx.run(COMPARED_TO, id, student, json(counts), before)
        .compose(done -> one(done.rowCount(), id));
  }

  Future<Void> planned(
      Tx tx, long id, Map<String, Long> counts, String hash, @Nullable String problem) {
    return tx.run(PLANNED, id, json(counts), hash, problem)
        .compose(done -> one(done.rowCount(), id));
  }

  /**
   * Notes how far it handed over.
   *
   * @param before where it stood; failed if another process has gone on
   */
  Future<Void> appliedTo(Tx tx, long id, AppliedTo to, AppliedTo before) {
    return tx.run(
            APPLIED_TO, id, (short) to.phase(), to.place(), (short) before.phase(), before.place())
        .compose(done -> one(done.rowCount(), id));
  }

  /** The run itself has moved the ground it stands on. */
  Future<Void> movedGround(Tx tx, long id, long from, long to) {
    return tx.run(MOVED_GROUND, id, from, to).mapEmpty();
  }

  /** Whether a run decided by this version of preferences and ground. */
  Future<Boolean> hasGround(Tx tx, long id, long version) {
    return tx.run(HAS_GROUND, id, version).map(rows -> rows.iterator().next().getBoolean("same"));
  }

  private static Future<Void> one(int changed, long id) {
    return changed == 1
        ? Future.succeededFuture()
        : Future.failedFuture(new IllegalStateException("another process went on with run " + id));
  }

  private static String json(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder("{");
    new TreeMap<>(counts)
        .forEach(
            (name, count) ->
                text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(count));
    return text.append('}').toString();
  }
}
