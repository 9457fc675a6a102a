package org.statecraft.errorlog;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceName;

/** The table {@code error_log}, as those who raise and close entries need it. */
public final class ErrorStore {

  private static final String RAISE =
      """
      INSERT INTO error_log AS e
        (connection, kind, type, resource, key_hash, natural_key, student_id, outbox_id, cause,
         status, detail, how_to_fix, answer, correlation_id, occurrences)
      SELECT $1, n.kind, n.type, n.resource, n.key_hash, n.natural_key::jsonb, n.student_id,
        n.outbox_id, n.cause, n.status, n.detail, n.how_to_fix, n.answer, n.correlation_id,
        n.occurrences
      FROM unnest($2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[],
        $8::bigint[], $9::text[], $10::int[], $11::text[], $12::text[], $13::text[], $14::text[],
        $15::int[])
        AS n (kind, type, resource, key_hash, natural_key, student_id, outbox_id, cause, status,
          detail, how_to_fix, answer, correlation_id, occurrences)
      ON CONFLICT (connection, type, coalesce(resource, ''),
        coalesce(key_hash, '00000000-0000-0000-0000-000000000000'), coalesce(student_id, ''), cause)
        WHERE state <> 'closed'
      DO UPDATE SET
        occurrences = e.occurrences + EXCLUDED.occurrences,
        outbox_id = EXCLUDED.outbox_id,
        status = EXCLUDED.status,
        detail = EXCLUDED.detail,
        how_to_fix = EXCLUDED.how_to_fix,
        answer = EXCLUDED.answer,
        correlation_id = EXCLUDED.correlation_id,
        last_at = now()
      """;

  private static final String CLOSE_FOR_ACTIONS =
      """
      UPDATE error_log
      SET state = 'closed', last_at = now()
      WHERE outbox_id = ANY($1::bigint[])
        AND state <> 'closed'
      """;

  private static final String CLOSE_CAUSES =
      """
      UPDATE error_log
      SET state = 'closed', last_at = now()
      WHERE connection = $1
        AND cause = ANY($2::text[])
        AND state <> 'closed'
      """;

  /** What this transaction raised bears its time; what it did not is no longer so. */
  private static final String CLOSE_NOT_RAISED =
      """
      UPDATE error_log
      SET state = 'closed', last_at = now()
      WHERE connection = $1
        AND student_id = ANY($2::text[])
        AND kind = 'campus'
        AND state <> 'closed'
        AND last_at < now()
      """;

  private static final String OPEN =
      """
      SELECT id, type, resource, key_hash, natural_key::text AS natural_key, student_id, outbox_id,
        cause, status, detail, answer, occurrences, first_at, last_at
      FROM error_log
      WHERE connection = $1
        AND state = 'open'
      ORDER BY last_at DESC, id DESC
      LIMIT $2
      """;

  /** What makes two entries the same open entry. */
  private record Same(ErrorType type, String resource, String key, String student, String cause)
      implements Comparable<Same> {

    private static final Comparator<Same> ORDER =
        Comparator.comparing(Same::type)
            .thenComparing(Same::resource)
            .thenComparing(Same::key)
            .thenComparing(Same::student)
            .thenComparing(Same::cause);

    static Same of(ErrorEntry entry) {
      NaturalKey key = entry.key();
      return new Same(
          entry.type(),
          String.valueOf(entry.resource()),
          key == null ? "" : key.hash().toString(),
          String.valueOf(entry.student()),
          entry.cause());
    }

    @Override
    public int compareTo(Same other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Opens an entry for each, or counts one more occurrence where there is one that is not closed.
   */
  public Future<Void> raise(SqlRunner sql, ConnectionName connection, List<ErrorEntry> entries) {
    if (entries.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<Same, List<ErrorEntry>> same = new LinkedHashMap<>();
    entries.forEach(e -> same.computeIfAbsent(Same.of(e), key -> new ArrayList<>()).add(e));
    // All writers take the rows in one order, so that they cannot wait for each other in a ring.
    List<List<ErrorEntry>> groups =
        same.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    List<ErrorEntry> last = groups.stream().map(group -> group.get(group.size() - 1)).toList();
    return sql.run(
            RAISE,
            connection.value(),
            column(last, e -> e.type().kind().word()),
            column(last, e -> e.type().word()),
            column(last, e -> text(e.resource())),
            last.stream().map(e -> hash(e.key())).toArray(UUID[]::new),
            column(last, e -> text(e.key())),
            column(last, e -> text(e.student())),
            last.stream().map(ErrorEntry::outboxId).toArray(Long[]::new),
            column(last, ErrorEntry::cause),
            last.stream().map(ErrorEntry::status).toArray(Integer[]::new),
            column(last, ErrorEntry::detail),
            column(last, e -> e.type().howToFix()),
            column(last, ErrorEntry::answer),
            column(last, e -> CorrelationId.in(e.answer())),
            groups.stream().map(List::size).toArray(Integer[]::new))
        .mapEmpty();
  }

  /** Closes the entries of these actions: they are done, or no longer wanted. */
  public Future<Void> closeFor(SqlRunner sql, Collection<Long> outboxIds) {
    return outboxIds.isEmpty()
        ? Future.succeededFuture()
        : sql.run(CLOSE_FOR_ACTIONS, (Object) outboxIds.toArray(Long[]::new)).mapEmpty();
  }

  /** Closes everything with one of these root causes, whether put aside or not. */
  public Future<Void> closeCauses(
      SqlRunner sql, ConnectionName connection, Collection<String> causes) {
    return causes.isEmpty()
        ? Future.succeededFuture()
        : sql.run(CLOSE_CAUSES, connection.value(), causes.toArray(String[]::new)).mapEmpty();
  }

  /**
   * Closes the Campus errors of students that this transaction has not raised: a new decision no
   * longer finds them.
   */
  public Future<Void> closeNotRaised(
      Tx tx, ConnectionName connection, Collection<StudentId> students) {
    String[] ids = students.stream().map(StudentId::value).toArray(String[]::new);
    return ids.length == 0
        ? Future.succeededFuture()
        : tx.run(CLOSE_NOT_RAISED, connection.value(), ids).mapEmpty();
  }

  /** The open entries, the newest first. */
  public Future<List<OpenError>> open(SqlRunner sql, ConnectionName connection, int limit) {
    return sql.run(OPEN, connection.value(), limit).map(Rows.each(ErrorStore::open));
  }

  static OpenError open(Row row) {
    String resource = row.getString("resource");
    String key = row.getString("natural_key");
    String student = row.getString("student_id");
    return new OpenError(
        row.getLong("id"),
        new ErrorEntry(
            ErrorType.of(row.getString("type")),
            resource == null ? null : new ResourceName(resource),
            key == null ? null : NaturalKey.of(CanonicalJson.write(CanonicalJson.read(key))),
            student == null ? null : new StudentId(student),
            row.getLong("outbox_id"),
            row.getString("cause"),
            row.getInteger("status"),
            row.getString("detail"),
            row.getString("answer")),
        row.getInteger("occurrences"),
        row.getOffsetDateTime("first_at").toInstant(),
        row.getOffsetDateTime("last_at").toInstant());
  }

  private static @Nullable String[] column(
      List<ErrorEntry> entries, Function<ErrorEntry, @Nullable String> value) {
    return entries.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable UUID hash(@Nullable NaturalKey key) {
    return key == null ? null : key.hash();
  }
}
