package org.statecraft.explain;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/** Reads what is kept of one student, and whom a record or an error is about. */
public final class ExplainStore {

  private static final String RECORDS =
      """
      SELECT resource, key_hash, natural_key::text AS natural_key, planned_body, sent_body, ods_id,
        uncertain, revision, planned_at, sent_at
      FROM identity_mapping
      WHERE connection = $1
        AND student_id = $2
      ORDER BY resource, key_hash
      """;

  /** A look through the outbox, which keeps what is done for a while only. */
  private static final String ATTEMPTS =
      """
      SELECT id, resource, coalesce(sent_verb, verb) AS verb, state, attempt, status, revision, rules,
        created_at, finished_at
      FROM outbox
      WHERE connection = $1
        AND student_id = $2
      ORDER BY id DESC
      LIMIT 50
      """;

  /** The newest first; {@code $5} is the last one told before. */
  private static final String OF_CONNECTION =
      """
      SELECT id, resource, coalesce(sent_verb, verb) AS verb, state, attempt, status, revision, rules,
        created_at, finished_at
      FROM outbox
      WHERE connection = $1
        AND ($2::text IS NULL OR resource = $2)
        AND ($3::text IS NULL OR state = $3)
        AND ($4::bigint IS NULL OR id = $4)
        AND ($5::bigint IS NULL OR id < $5)
      ORDER BY id DESC
      LIMIT $6
      """;

  private static final String DECIDED =
      """
      SELECT decided_at, revision
      FROM decision
      WHERE connection = $1
        AND student_id = $2
      """;

  private static final String EVENT =
      """
      SELECT state, cause, changed_at, attempt
      FROM event_queue
      WHERE connection = $1
        AND student_id = $2
      """;

  private static final String ERRORS =
      """
      SELECT id, type, resource, detail, how_to_fix
      FROM error_log
      WHERE connection = $1
        AND student_id = $2
        AND state = 'open'
      ORDER BY last_at DESC, id DESC
      LIMIT 50
      """;

  private static final String OF_RECORD =
      """
      SELECT student_id
      FROM identity_mapping
      WHERE connection = $1
        AND resource = $2
        AND (ods_id = $3 OR key_hash::text = $3)
      """;

  private static final String OF_ERROR =
      """
      SELECT e.connection, e.resource, e.type,
        coalesce(e.student_id, o.student_id, i.student_id) AS student_id
      FROM error_log e
      LEFT JOIN outbox o ON o.id = e.outbox_id
      LEFT JOIN identity_mapping i
        ON i.connection = e.connection
        AND i.resource = e.resource
        AND i.key_hash = e.key_hash
      WHERE e.id = $1
      """;

  /** Everything kept of a student. */
  public Future<History> history(SqlRunner sql, ConnectionName connection, StudentId student) {
    String name = connection.value();
    String id = student.value();
    Future<Optional<History.Decided>> decided =
        first(sql, DECIDED, ExplainStore::decided, name, id);
    Future<Optional<History.Queued>> event = first(sql, EVENT, ExplainStore::queued, name, id);
    Future<List<KeptRecord>> records = all(sql, RECORDS, ExplainStore::record, name, id);
    Future<List<Attempt>> attempts = all(sql, ATTEMPTS, ExplainStore::attempt, name, id);
    Future<List<History.OpenEntry>> errors = all(sql, ERRORS, ExplainStore::error, name, id);
    return Future.all(decided, event, records, attempts, errors)
        .map(
            done ->
                new History(
                    decided.result(),
                    event.result(),
                    records.result(),
                    attempts.result(),
                    errors.result()));
  }

  /**
   * Which actions of the outbox are meant; what is empty is not asked for.
   *
   * @param before only those with a lower number
   */
  public record AttemptFilter(
      Optional<ResourceName> resource,
      Optional<String> state,
      Optional<Long> id,
      Optional<Long> before) {}

  /** Actions of a connection, the newest first. */
  public Future<List<Attempt>> attempts(
      SqlRunner sql, ConnectionName connection, AttemptFilter filter, int limit) {
    return all(
        sql,
        OF_CONNECTION,
        ExplainStore::attempt,
        connection.value(),
        filter.resource().map(ResourceName::value).orElse(null),
        filter.state().orElse(null),
        filter.id().orElse(null),
        filter.before().orElse(null),
        limit);
  }

  /**
   * Whom a record is about; empty if there is no such record, or if students share it.
   *
   * @param id the one the API gave it, or the hash of its key
   */
  public Future<Optional<Subject>> ofRecord(
      SqlRunner sql, ConnectionName connection, ResourceName resource, String id) {
    return first(
            sql,
            OF_RECORD,
            row ->
                subject(
                    connection,
                    row.getString("student_id"),
                    Optional.of(resource),
                    "record " + resource + "/" + id),
            connection.value(),
            resource.value(),
            id)
        .map(found -> found.flatMap(each -> each));
  }

  /** The student of an entry of the event queue; empty if there is no such entry. */
  public Future<Optional<Subject>> ofEvent(
      SqlRunner sql, ConnectionName connection, StudentId student) {
    return first(
        sql,
        EVENT,
        row ->
            new Subject(
                connection, student, Optional.empty(), "an event (" + row.getString("state") + ")"),
        connection.value(),
        student.value());
  }

  /** Whom an entry of the error log is about; empty if it is about none, or there is none. */
  public Future<Optional<Subject>> ofError(SqlRunner sql, long id) {
    return first(
            sql,
            OF_ERROR,
            row ->
                subject(
                    new ConnectionName(row.getString("connection")),
                    row.getString("student_id"),
                    Optional.ofNullable(row.getString("resource")).map(ResourceName::new),
                    "error " + id + " (" + row.getString("type") + ")"),
            id)
        .map(found -> found.flatMap(each -> each));
  }

  private static Optional<Subject> subject(
      ConnectionName connection,
      @Nullable String student,
      Optional<ResourceName> resource,
      String because) {
    return Optional.ofNullable(student)
        .map(each -> new Subject(connection, new StudentId(each), resource, because));
  }

  private static <T> Future<Optional<T>> first(
      SqlRunner sql, String statement, Function<Row, T> read, @Nullable Object... values) {
    return all(sql, statement, read, values).map(found -> found.stream().findFirst());
  }

  private static <T> Future<List<T>> all(
      SqlRunner sql, String statement, Function<Row, T> read, @Nullable Object... values) {
    return sql.run(statement, values).map(Rows.each(row -> read.apply(row)));
  }

  private static History.Queued queued(Row row) {
    return new History.Queued(
        row.getString("state"),
        row.getString("cause"),
        instant(row, "changed_at"),
        row.getShort("attempt"));
  }

  private static History.Decided decided(Row row) {
    return new History.Decided(instant(row, "decided_at"), row.getString("revision"));
  }

  private static KeptRecord record(Row row) {
    return new KeptRecord(
        new ResourceRef(
            new ResourceName(row.getString("resource")),
            new NaturalKey(
                CanonicalJson.write(CanonicalJson.read(row.getString("natural_key"))),
                row.getUUID("key_hash"))),
        Optional.ofNullable(row.getString("planned_body")).map(ResourceBody::ofCanonical),
        Optional.ofNullable(row.getString("sent_body")).map(ResourceBody::ofCanonical),
        Optional.ofNullable(row.getString("ods_id")),
        row.getBoolean("uncertain"),
        row.getString("revision"),
        instant(row, "planned_at"),
        Optional.ofNullable(row.getOffsetDateTime("sent_at")).map(OffsetDateTime::toInstant));
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        row.getLong("id"),
        new ResourceName(row.getString("resource")),
        row.getString("verb"),
        row.getString("state"),
        row.getShort("attempt"),
        Optional.ofNullable(row.getInteger("status")),
        row.getString("revision"),
        List.of(row.getArrayOfStrings("rules")),
        instant(row, "created_at"),
        Optional.ofNullable(row.getOffsetDateTime("finished_at")).map(OffsetDateTime::toInstant));
  }

  private static History.OpenEntry error(Row row) {
    return new History.OpenEntry(
        row.getLong("id"),
        row.getString("type"),
        Optional.ofNullable(row.getString("resource")),
        row.getString("detail"),
        row.getString("how_to_fix"));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
