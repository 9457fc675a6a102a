package org.statecraft.reload;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.statecraft.db.SqlRunner;

/** The tables {@code pack_refusal} and {@code pack_tested}. */
public final class RefusalStore {

  private static final String REFUSE =
      """
      INSERT INTO pack_refusal (pack, content, problems, refused_at)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT ON CONSTRAINT pack_refusal_pk DO UPDATE SET
        content = EXCLUDED.content,
        problems = EXCLUDED.problems,
        refused_at = EXCLUDED.refused_at
      """;

  private static final String MEND = "DELETE FROM pack_refusal WHERE pack = $1";

  private static final String LIST =
      """
      SELECT pack, content, problems, refused_at
      FROM pack_refusal
      ORDER BY pack
      """;

  private static final String TESTED =
      """
      INSERT INTO pack_tested (content, pack, cases)
      VALUES ($1, $2, $3)
      ON CONFLICT ON CONSTRAINT pack_tested_pk DO NOTHING
      """;

  private static final String CASES =
      """
      SELECT cases
      FROM pack_tested
      WHERE content = $1
        AND pack = $2
      """;

  /** Notes why files are not in force. */
  Future<Void> refuse(SqlRunner sql, Refusal refusal) {
    return sql.run(
            REFUSE,
            refusal.pack(),
            refusal.content(),
            new JsonArray(new ArrayList<Object>(refusal.problems())),
            refusal.at().atOffset(ZoneOffset.UTC))
        .mapEmpty();
  }

  /** Notes that the files of a pack are in force, or may be. */
  Future<Void> mend(SqlRunner sql, String pack) {
    return sql.run(MEND, pack).mapEmpty();
  }

  /** The packs whose files are not in force. */
  public Future<List<Refusal>> list(SqlRunner sql) {
    return sql.run(LIST)
        .map(
            rows -> {
              List<Refusal> refusals = new ArrayList<>();
              rows.forEach(
                  row ->
                      refusals.add(
                          new Refusal(
                              row.getString("pack"),
                              row.getString("content"),
                              row.getJsonArray("problems").stream().map(String::valueOf).toList(),
                              row.getOffsetDateTime("refused_at").toInstant())));
              return refusals;
            });
  }

  /** Notes that all cases of a content hold. */
  Future<Void> tested(SqlRunner sql, String content, String pack, int cases) {
    return sql.run(TESTED, content, pack, cases).mapEmpty();
  }

  /** How many cases of a content hold; empty if they have not been run. */
  Future<Optional<Integer>> cases(SqlRunner sql, String content, String pack) {
    return sql.run(CASES, content, pack)
        .map(
            rows ->
                rows.rowCount() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getInteger("cases")));
  }
}
