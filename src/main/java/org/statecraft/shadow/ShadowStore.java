package org.statecraft.shadow;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.PackFiles;
import org.statecraft.preview.Change;
import org.statecraft.reload.PackFileStore;

/** The tables {@code shadow} and {@code shadow_difference}. */
public final class ShadowStore {

  /** So many samples are kept of a connection, the latest. */
  static final int MOST_SAMPLES = 500;

  private static final String START =
      """
      INSERT INTO shadow (connection, pack, revision, files, started_by)
      SELECT $1, $2, $3, jsonb_object_agg(f.path, f.hash), $6
      FROM unnest($4::text[], $5::text[]) AS f (path, hash)
      """;

  private static final String STOP = "DELETE FROM shadow WHERE connection = $1";

  private static final String FORGET = "DELETE FROM shadow_difference WHERE connection = $1";

  private static final String LIST =
      """
      SELECT connection, pack, revision, started_by, started_at, students, differing, differences,
        failures, skipped, last_failure
      FROM shadow
      WHERE $1::text IS NULL OR connection = $1
      ORDER BY connection
      """;

  private static final String FILES =
      """
      SELECT p.key AS path, f.text
      FROM shadow AS s
      CROSS JOIN jsonb_each_text(s.files) AS p (key, value)
      JOIN pack_file AS f ON f.hash = p.value
      WHERE s.connection = $1
        AND s.revision = $2
      """;

  /** What was found under a revision counts for it alone. */
  private static final String COUNT =
      """
      UPDATE shadow
      SET students = students + $3,
          differing = differing + $4,
          failures = failures + $5,
          skipped = skipped + $6,
          differences = differences + $7,
          last_failure = CASE WHEN $8 = '' THEN last_failure ELSE $8 END
      WHERE connection = $1
        AND revision = $2
      """;

  private static final String ADD =
      """
      INSERT INTO shadow_difference
        (connection, change, resource, subject, student_id, schools, rules, reason)
      SELECT $1, d.change, d.resource, d.subject, d.student,
        coalesce(string_to_array(d.schools, $9), '{}'), coalesce(string_to_array(d.rules, $9), '{}'),
        d.reason
      FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
        WITH ORDINALITY AS d (change, resource, subject, student, schools, rules, reason, place)
      ORDER BY d.place
      """;

  private static final String TRIM =
      """
      DELETE FROM shadow_difference
      WHERE connection = $1
        AND id <= (
          SELECT id
          FROM shadow_difference
          WHERE connection = $1
          ORDER BY id DESC
          OFFSET $2
          LIMIT 1)
      """;

  private static final String SAMPLES =
      """
      SELECT id, found_at, change, resource, subject, student_id, schools, rules, reason
      FROM shadow_difference
      WHERE connection = $1
        AND ($2::bigint IS NULL OR id < $2)
      ORDER BY id DESC
      LIMIT $3
      """;

  private static final String SEPARATOR = "\u001f";

  private final PackFileStore files = new PackFileStore();

  /** Something that was found. */
  public record Sample(long id, Instant at, Change change) {}

  /** Begins, in the place of another one. */
  public Future<Void> start(
      Tx tx, ConnectionName connection, String pack, String revision, PackFiles of, String by) {
    return stop(tx, connection)
        .compose(stopped -> files.keep(tx, of))
        .compose(
            kept ->
                tx.run(START, connection.value(), pack, revision, kept.paths(), kept.hashes(), by))
        .mapEmpty();
  }

  /** Ends it, and forgets what it found. */
  public Future<Boolean> stop(Tx tx, ConnectionName connection) {
    return tx.run(FORGET, connection.value())
        .compose(forgotten -> tx.run(STOP, connection.value()))
        .map(stopped -> stopped.rowCount() == 1);
  }

  /** The shadows, of one connection or of all. */
  public Future<List<Shadow>> list(SqlRunner sql, Optional<ConnectionName> connection) {
    return sql.run(LIST, connection.map(ConnectionName::value).orElse(null))
        .map(rows -> all(rows, ShadowStore::shadow));
  }

  /** The files of a shadow. */
  Future<PackFiles> files(SqlRunner sql, ConnectionName connection, String revision) {
    return sql.run(FILES, connection.value(), revision).map(PackFileStore::files);
  }

  /**
   * Counts students, and keeps what was found.
   *
   * @param failure what failed; empty if nothing did
   */
  Future<Void> add(Tx tx, Shadow shadow, Shadow.Counts more, List<Change> changes, String failure) {
    String name = shadow.connection().value();
    return tx.run(
            COUNT,
            name,
            shadow.revision(),
            more.students(),
            more.differing(),
            more.failures(),
            more.skipped(),
            (long) changes.size(),
            failure)
        .compose(
            counted ->
                counted.rowCount() == 0 || changes.isEmpty()
                    ? Future.<Void>succeededFuture()
                    : sample(tx, name, changes));
  }

  private static Future<Void> sample(Tx tx, String connection, List<Change> changes) {
    List<Change> some =
        changes.size() <= MOST_SAMPLES
            ? changes
            : changes.subList(changes.size() - MOST_SAMPLES, changes.size());
    return tx.run(
            ADD,
            connection,
            texts(some, each -> each.kind().name()),
            texts(some, each -> each.resource().map(ResourceName::value).orElse(null)),
            texts(some, Change::subject),
            texts(some, each -> each.student().orElse(null)),
            texts(some, each -> String.join(SEPARATOR, each.schools())),
            texts(some, each -> String.join(SEPARATOR, each.rules())),
            texts(some, Change::reason),
            SEPARATOR)
        .compose(added -> tx.run(TRIM, connection, MOST_SAMPLES))
        .mapEmpty();
  }

  /**
   * What was found, the latest first.
   *
   * @param before only those with a lower number
   */
  public Future<List<Sample>> samples(
      SqlRunner sql, ConnectionName connection, Optional<Long> before, int limit) {
    return sql.run(SAMPLES, connection.value(), before.orElse(null), limit)
        .map(rows -> all(rows, ShadowStore::sampled));
  }

  private static Shadow shadow(Row row) {
    return new Shadow(
        new ConnectionName(row.getString("connection")),
        row.getString("pack"),
        row.getString("revision"),
        row.getString("started_by"),
        row.getOffsetDateTime("started_at").toInstant(),
        new Shadow.Counts(
            row.getLong("students"),
            row.getLong("differing"),
            row.getLong("failures"),
            row.getLong("skipped")),
        row.getLong("differences"),
        row.getString("last_failure"));
  }

  private static Sample sampled(Row row) {
    return new Sample(
        row.getLong("id"),
        row.getOffsetDateTime("found_at").toInstant(),
        new Change(
            Change.Kind.valueOf(row.getString("change")),
            Optional.ofNullable(row.getString("resource")).map(ResourceName::new),
            row.getString("subject"),
            Optional.ofNullable(row.getString("student_id")),
            Arrays.asList(row.getArrayOfStrings("schools")),
            Arrays.asList(row.getArrayOfStrings("rules")),
            row.getString("reason")));
  }

  private static <T> List<T> all(Iterable<Row> rows, Function<Row, T> read) {
    List<T> all = new ArrayList<>();
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }

  private static @Nullable String[] texts(
      List<Change> changes, Function<Change, @Nullable String> text) {
    return changes.stream().map(text).toArray(String[]::new);
  }
}
