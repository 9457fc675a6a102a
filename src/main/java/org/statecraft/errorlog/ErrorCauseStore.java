package org.statecraft.errorlog;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/** The table {@code error_log} by root cause, as operators look at it and clear it. */
public final class ErrorCauseStore {

  private static final String SUMMARIES =
      """
      SELECT e.connection, e.type, e.cause, left(md5(e.connection || ' ' || e.cause), 8) AS id,
        array_agg(DISTINCT e.resource) FILTER (WHERE e.resource IS NOT NULL) AS resources,
        count(*) AS entries,
        count(*) FILTER (WHERE e.state = 'archived') AS archived,
        sum(e.occurrences)::bigint AS occurrences,
        min(e.first_at) AS first_at,
        max(e.last_at) AS last_at,
        (array_agg(e.detail ORDER BY e.last_at DESC, e.id DESC))[1] AS detail,
        (array_agg(e.correlation_id ORDER BY e.last_at DESC, e.id DESC)
          FILTER (WHERE e.correlation_id IS NOT NULL))[1] AS correlation_id
      FROM error_log e
      WHERE e.state = ANY(CASE WHEN $3 THEN '{open,archived}'::text[] ELSE '{open}'::text[] END)
        AND ($1::text IS NULL OR e.connection = $1)
        AND ($2::text IS NULL
          OR e.cause = $2
          OR starts_with(e.cause, $2 || ' ')
          OR left(md5(e.connection || ' ' || e.cause), 8) = $2)
      GROUP BY e.connection, e.type, e.cause
      ORDER BY entries DESC, occurrences DESC, e.connection, e.type, e.cause
      """;

  private static final String ENTRIES =
      """
      SELECT id, type, resource, key_hash, natural_key::text AS natural_key, student_id, outbox_id,
        cause, status, detail, answer, occurrences, first_at, last_at
      FROM error_log
      WHERE connection = $1
        AND cause = $2
        AND type = $3
        AND state <> 'closed'
        AND ($4::bigint IS NULL
          OR (last_at, id) < (SELECT b.last_at, b.id FROM error_log b WHERE b.id = $4))
      ORDER BY last_at DESC, id DESC
      LIMIT $5
      """;

  private static final String ARCHIVE =
      """
      UPDATE error_log
      SET state = 'archived'
      WHERE connection = $1
        AND cause = ANY($2::text[])
        AND state = 'open'
        AND ($3::text IS NULL OR resource = $3)
      """;

  private static final String STUDENTS =
      """
      SELECT DISTINCT student_id
      FROM error_log
      WHERE connection = $1
        AND cause = ANY($2::text[])
        AND kind = 'campus'
        AND state <> 'closed'
        AND student_id IS NOT NULL
        AND ($3::text IS NULL OR resource = $3)
      ORDER BY student_id
      """;

  /** The root causes, the one with most entries first. */
  public Future<List<CauseSummary>> summaries(SqlRunner sql, ErrorFilter filter) {
    return sql.run(
            SUMMARIES,
            filter.connection().map(ConnectionName::value).orElse(null),
            filter.cause().orElse(null),
            filter.withArchived())
        .map(Rows.each(ErrorCauseStore::summary));
  }

  /**
   * Entries of a root cause, the newest first. They may hold student data.
   *
   * @param before the id of an entry; only those behind it in the order are told
   */
  public Future<List<OpenError>> entries(
      SqlRunner sql, RootCause root, Optional<Long> before, int limit) {
    return sql.run(
            ENTRIES,
            root.connection().value(),
            root.cause(),
            root.type().word(),
            before.orElse(null),
            limit)
        .map(Rows.each(ErrorStore::open));
  }

  /**
   * Puts the open entries of causes aside. While their trouble lasts they stay so; when it is over
   * they are closed like others.
   *
   * @param resource if present, only entries of it
   * @return how many there were
   */
  public Future<Integer> archive(
      SqlRunner sql,
      ConnectionName connection,
      Collection<String> causes,
      Optional<ResourceName> resource) {
    return sql.run(ARCHIVE, parameters(connection, causes, resource)).map(RowSet::rowCount);
  }

  /** The students that Campus errors of these causes are about. */
  public Future<List<StudentId>> students(
      SqlRunner sql,
      ConnectionName connection,
      Collection<String> causes,
      Optional<ResourceName> resource) {
    return sql.run(STUDENTS, parameters(connection, causes, resource))
        .map(Rows.each(row -> new StudentId(row.getString("student_id"))));
  }

  private static Object[] parameters(
      ConnectionName connection, Collection<String> causes, Optional<ResourceName> resource) {
    Object[] parameters = new Object[3];
    parameters[0] = connection.value();
    parameters[1] = causes.toArray(String[]::new);
    resource.ifPresent(name -> parameters[2] = name.value());
    return parameters;
  }

  private static CauseSummary summary(Row row) {
    String[] resources = row.getArrayOfStrings("resources");
    return new CauseSummary(
        new RootCause(
            row.getString("id"),
            new ConnectionName(row.getString("connection")),
            ErrorType.of(row.getString("type")),
            row.getString("cause")),
        resources == null ? List.of() : Arrays.stream(resources).map(ResourceName::new).toList(),
        row.getLong("entries"),
        row.getLong("archived"),
        row.getLong("occurrences"),
        row.getOffsetDateTime("first_at").toInstant(),
        row.getOffsetDateTime("last_at").toInstant(),
        row.getString("detail"),
        Optional.ofNullable(row.getString("correlation_id")));
  }
}
