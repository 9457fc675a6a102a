package org.statecraft.reload;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.packs.PackFiles;

/** The tables {@code pack_revision} and {@code pack_file}. */
public final class RevisionStore {

  private static final String MAKE_EARLIER =
      """
      UPDATE pack_revision
      SET state = 'earlier'
      WHERE pack = $1
        AND state = 'live'
        AND revision <> $2
      """;

  /** The same revision with other cases keeps when it came; who put it back is of the past. */
  private static final String MAKE_LIVE =
      """
      INSERT INTO pack_revision AS r
        (pack, revision, state, files, author, rules, cases, first_at, live_at)
      SELECT $1, $2, 'live', jsonb_object_agg(f.path, f.hash), $5, $6, $7, $8, $8
      FROM unnest($3::text[], $4::text[]) AS f (path, hash)
      ON CONFLICT ON CONSTRAINT pack_revision_pk DO UPDATE SET
        state = 'live',
        files = EXCLUDED.files,
        author = EXCLUDED.author,
        cases = coalesce(EXCLUDED.cases, r.cases),
        live_at = CASE WHEN r.state = 'live' THEN r.live_at ELSE EXCLUDED.live_at END,
        moved_by = CASE WHEN r.state = 'live' THEN r.moved_by ELSE '' END,
        reason = CASE WHEN r.state = 'live' THEN r.reason ELSE '' END
      """;

  private static final String WITHDRAW_LIVE =
      """
      UPDATE pack_revision
      SET state = 'withdrawn',
          moved_by = $3,
          reason = $4
      WHERE pack = $1
        AND state = 'live'
        AND revision <> $2
      """;

  private static final String PUT_BACK =
      """
      UPDATE pack_revision
      SET state = 'live',
          live_at = $5,
          moved_by = $3,
          reason = $4
      WHERE pack = $1
        AND revision = $2
        AND state <> 'live'
      """;

  private static final String LIST =
      """
      SELECT pack, revision, state, author, rules, cases, first_at, live_at, moved_by, reason
      FROM pack_revision
      WHERE cardinality($1::text[]) = 0 OR pack = ANY($1::text[])
      ORDER BY pack, live_at DESC, revision
      """;

  private static final String FILES =
      """
      SELECT p.key AS path, f.text
      FROM pack_revision AS r
      CROSS JOIN jsonb_each_text(r.files) AS p (key, value)
      JOIN pack_file AS f ON f.hash = p.value
      WHERE r.pack = $1
        AND r.revision = $2
      """;

  private final PackFileStore files = new PackFileStore();

  /** What a pack is in force with from now on. */
  public record Coming(String pack, String revision, PackFiles files, String author, int rules) {}

  /**
   * Notes that a revision comes into force. The one before is kept.
   *
   * @param cases how many cases it passed; empty if they have not been run
   */
  public Future<Void> live(Tx tx, Coming coming, Optional<Integer> cases, Instant now) {
    return files
        .keep(tx, coming.files())
        .compose(
            kept ->
                tx.run(MAKE_EARLIER, coming.pack(), coming.revision())
                    .compose(
                        moved ->
                            tx.run(
                                MAKE_LIVE,
                                coming.pack(),
                                coming.revision(),
                                kept.paths(),
                                kept.hashes(),
                                coming.author(),
                                coming.rules(),
                                cases.orElse(null),
                                now.atOffset(ZoneOffset.UTC))))
        .mapEmpty();
  }

  /**
   * Puts a revision back; the one in force is withdrawn.
   *
   * @return whether it was not in force already
   */
  public Future<Boolean> putBack(
      Tx tx, String pack, String revision, String by, String reason, Instant now) {
    return tx.run(WITHDRAW_LIVE, pack, revision, by, reason)
        .compose(
            withdrawn -> tx.run(PUT_BACK, pack, revision, by, reason, now.atOffset(ZoneOffset.UTC)))
        .map(moved -> moved.rowCount() == 1);
  }

  /** The revisions of packs, the last in force first; of all packs if none is named. */
  public Future<List<Revision>> list(SqlRunner sql, Collection<String> packs) {
    return sql.run(LIST, (Object) packs.toArray(String[]::new)).map(RevisionStore::revisions);
  }

  /** The files of a revision; empty if it was never in force. */
  public Future<PackFiles> files(SqlRunner sql, String pack, String revision) {
    return sql.run(FILES, pack, revision).map(PackFileStore::files);
  }

  /** The revisions of all packs by pack, the last in force first. */
  Future<Map<String, List<Revision>>> byPack(SqlRunner sql, Collection<String> packs) {
    return list(sql, packs)
        .map(
            all -> {
              Map<String, List<Revision>> byPack = new HashMap<>();
              all.forEach(
                  each -> byPack.computeIfAbsent(each.pack(), key -> new ArrayList<>()).add(each));
              return byPack;
            });
  }

  private static List<Revision> revisions(RowSet<Row> rows) {
    List<Revision> revisions = new ArrayList<>();
    rows.forEach(
        row ->
            revisions.add(
                new Revision(
                    row.getString("pack"),
                    row.getString("revision"),
                    Revision.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    row.getString("author"),
                    row.getInteger("rules"),
                    Optional.ofNullable(row.getInteger("cases")),
                    row.getOffsetDateTime("first_at").toInstant(),
                    row.getOffsetDateTime("live_at").toInstant(),
                    row.getString("moved_by"),
                    row.getString("reason"))));
    return revisions;
  }
}
