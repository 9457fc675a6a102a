package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.resync.ResyncRun.AppliedTo;
import org.statecraft.resync.ResyncRun.RunKind;

/** The table {@code resync_run}. */
public final class RunStore {

  private static final String COLUMNS =
      """
      id, connection, kind, scope::text AS scope, requested_by, state, revision, preferences,
      read_cursor::text AS read_cursor, compared_to, applied_phase, applied_place,
      counts::text AS counts, plan_hash, most_deletes, exactly, tombstone, problem, created_at,
      planned_at, finished_at
      """;

  private static final String OPEN =
      """
      INSERT INTO resync_run
        (connection, kind, scope, requested_by, state, revision, preferences, most_deletes,
         exactly, tombstone, ground)
      VALUES ($1, $2, $3::text::jsonb, $4, $5, $6, $7, $8, $9, $10, $11)
      RETURNING
      """
          + COLUMNS;

  private static final String GET = "SELECT " + COLUMNS + " FROM resync_run WHERE id = $1";

  private static final String UNFINISHED =
      "SELECT "
          + COLUMNS
          + """
             FROM resync_run
            WHERE connection = $1
              AND kind = 'resync'
              AND state IN ('reading', 'comparing', 'applying')
            ORDER BY id DESC
            LIMIT 1
            """;

  private static final String LATEST =
      "SELECT "
          + COLUMNS
          + """
             FROM resync_run
            WHERE ($1::text[] IS NULL OR connection = ANY($1::text[]))
              AND ($2::bigint IS NULL OR id < $2)
            ORDER BY id DESC
            LIMIT $3
            """;

  private static final String LATEST_OF_EACH =
      "SELECT DISTINCT ON (connection) "
          + COLUMNS
          + """
             FROM resync_run
            WHERE connection = ANY($1::text[])
            ORDER BY connection, id DESC
            """;

  private static final String ENTER =
      """
      UPDATE resync_run
         SET state = $2,
             problem = $3,
             finished_at = CASE WHEN $2 IN ('done', 'refused', 'cancelled') THEN now() END
       WHERE id = $1
      """;

  private static final String SUPERSEDE =
      """
      UPDATE resync_run
         SET state = 'cancelled',
             problem = 'another run took its place',
             finished_at = now()
       WHERE connection = $1
         AND kind = 'resync'
         AND state IN ('reading', 'comparing')
      RETURNING id
      """;

  private static final String EXACTLY =
      """
      UPDATE resync_run
         SET exactly = true
       WHERE id = $1
      """;

  private static final String ALLOW =
      """
      UPDATE resync_run
         SET most_deletes = $2,
             problem = NULL
       WHERE id = $1
      """;

  /** Begins a run. */
  Future<ResyncRun> open(
      Tx tx,
      ResyncSubject subject,
      RunKind kind,
      ResyncScope scope,
      String requestedBy,
      @Nullable Long mostDeletes,
      boolean tombstone) {
    boolean resync = kind == RunKind.RESYNC;
    return tx.run(
            OPEN,
            subject.connection().name().value(),
            kind.word(),
            scope.json(),
            requestedBy,
            (resync ? RunState.READING : RunState.COMPARING).word(),
            subject.rules().revision(),
            subject.preferencesHash(),
            mostDeletes,
            !resync,
            tombstone,
            subject.version())
        .map(rows -> run(rows.iterator().next()));
  }

  /** Ends the runs of the connection that have no plan yet. Their ids. */
  Future<List<Long>> supersede(Tx tx, ConnectionName connection) {
    return tx.run(SUPERSEDE, connection.value()).map(Rows.each(row -> row.getLong("id")));
  }

  /** One run. */
  public Future<Optional<ResyncRun>> get(SqlRunner sql, long id) {
    return sql.run(GET, id).map(RunStore::first);
  }

  /** The resync of a connection that was begun and is not at its end. */
  public Future<Optional<ResyncRun>> unfinished(SqlRunner sql, ConnectionName connection) {
    return sql.run(UNFINISHED, connection.value()).map(RunStore::first);
  }

  /**
   * The latest runs.
   *
   * @param connections only of these; empty for all
   * @param before only those with a lower number
   */
  public Future<List<ResyncRun>> latest(
      SqlRunner sql, Optional<List<ConnectionName>> connections, Optional<Long> before, int limit) {
    return sql.run(
            LATEST,
            connections
                .map(all -> all.stream().map(ConnectionName::value).toArray(String[]::new))
                .orElse(null),
            before.orElse(null),
            limit)
        .map(Rows.each(RunStore::run));
  }

  /** The latest run of each of the connections that have any. */
  Future<List<ResyncRun>> latestOfEach(SqlRunner sql, Collection<ConnectionName> connections) {
    return sql.run(
            LATEST_OF_EACH,
            (Object) connections.stream().map(ConnectionName::value).toArray(String[]::new))
        .map(Rows.each(RunStore::run));
  }

  Future<Void> enter(SqlRunner sql, long id, RunState state, @Nullable String problem) {
    return sql.run(ENTER, id, state.word(), problem).mapEmpty();
  }

  /** A planned run begins to be handed over, in a transaction. */
  Future<Void> begin(Tx tx, long id) {
    return tx.run(ENTER, id, RunState.APPLYING.word(), null).mapEmpty();
  }

  /** From now on its plan is done exactly, or not at all. */
  Future<Void> exactly(SqlRunner sql, long id) {
    return sql.run(EXACTLY, id).mapEmpty();
  }

  /** A person raises the ceiling of deletes for this plan. */
  Future<Void> allow(SqlRunner sql, long id, long deletes) {
    return sql.run(ALLOW, id, deletes).mapEmpty();
  }

  private static Optional<ResyncRun> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(run(rows.iterator().next()));
  }

  private static ResyncRun run(Row row) {
    return new ResyncRun(
        row.getLong("id"),
        new ConnectionName(row.getString("connection")),
        RunKind.of(row.getString("kind")),
        ResyncScope.of(row.getString("scope")),
        row.getString("requested_by"),
        RunState.of(row.getString("state")),
        row.getString("revision"),
        row.getString("preferences"),
        numbers(row.getString("read_cursor")),
        tokens(row.getString("read_cursor")),
        Optional.ofNullable(row.getString("compared_to")),
        new AppliedTo(row.getShort("applied_phase"), row.getLong("applied_place")),
        numbers(row.getString("counts")),
        Optional.ofNullable(row.getString("plan_hash")),
        Optional.ofNullable(row.getLong("most_deletes")),
        row.getBoolean("exactly"),
        row.getBoolean("tombstone"),
        Optional.ofNullable(row.getString("problem")),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("planned_at")).map(RunStore::instant),
        Optional.ofNullable(row.getOffsetDateTime("finished_at")).map(RunStore::instant));
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }

  private static Map<String, String> tokens(String json) {
    Map<String, String> tokens = new HashMap<>();
    CanonicalJson.read(json)
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isTextual()) {
                tokens.put(each.getKey().replaceFirst("[.]token$", ""), each.getValue().asText());
              }
            });
    return tokens;
  }

  private static SortedMap<String, Long> numbers(String json) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    JsonNode node = CanonicalJson.read(json);
    node.properties()
        .forEach(
            each -> {
              if (each.getValue().isNumber()) {
                numbers.put(each.getKey(), each.getValue().asLong());
              }
            });
    return numbers;
  }
}
