package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.statecraft.campus.District;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.sync.ConcernedStudentStore;

/** Which students a run compares (the table {@code resync_student}), and what moved meanwhile. */
final class StudentStore {

  private static final String LIMITED =
      """
      SELECT student_id
        FROM resync_student
       WHERE run = $1
         AND student_id > $2
       ORDER BY student_id
       LIMIT $3
      """;

  private static final String LIMIT_TO =
      """
      INSERT INTO resync_student (run, student_id)
      SELECT $1, named.student_id
        FROM unnest($2::text[]) AS named (student_id)
      ON CONFLICT ON CONSTRAINT resync_student_pk DO NOTHING
      """;

  /** By their Campus key or by one of the ids that tables of students have. */
  private static final String BY_ID =
      """
      SELECT DISTINCT r.student_id, named.id
        FROM campus_row r
        JOIN unnest($2::text[]) AS named (id)
          ON r.student_id = named.id
          OR EXISTS (
             SELECT
               FROM unnest($3::text[], $4::text[]) AS way (table_name, column_name)
              WHERE way.table_name = r.table_name
                AND r.columns ->> way.column_name = named.id)
       WHERE r.district = $1
         AND r.student_id IS NOT NULL
         AND r.columns IS NOT NULL
      UNION
      SELECT DISTINCT i.student_id, i.student_id
        FROM identity_mapping i
       WHERE i.connection = $5
         AND i.student_id = ANY ($2::text[])
      """;

  private static final String BY_CAUSE =
      """
      SELECT DISTINCT student_id
        FROM error_log
       WHERE connection = $1
         AND (cause = $2
              OR starts_with(cause, $2 || ' ')
              OR left(md5(connection || ' ' || cause), 8) = $2)
         AND state = 'open'
         AND student_id IS NOT NULL
      """;

  private static final String SCHOOLS =
      """
      SELECT DISTINCT r.row_key, named.number
        FROM campus_row r
        JOIN unnest($3::text[]) AS named (number)
          ON EXISTS (
             SELECT
               FROM unnest($4::text[]) AS way (column_name)
              WHERE r.columns ->> way.column_name = named.number)
       WHERE r.district = $1
         AND r.table_name = $2
         AND r.columns IS NOT NULL
      """;

  private static final String COUNT_LIMITED =
      "SELECT count(*) AS students FROM resync_student WHERE run = $1";

  private static final String PERSONS =
      """
      UPDATE resync_student s
         SET persons = string_to_array(p.persons, chr(31))
        FROM unnest($2::text[], $3::text[]) AS p (student_id, persons)
       WHERE s.run = $1
         AND s.student_id = p.student_id
      """;

  /** Confirmed after the reading began, or on its way. A discarded action is not. */
  private static final String NEWER =
      """
      SELECT i.resource, i.key_hash
        FROM unnest($2::text[]) AS s (student_id)
        JOIN identity_mapping i
          ON i.connection = $1
         AND i.student_id = s.student_id
       WHERE i.sent_at >= $3
          OR EXISTS (
             SELECT
               FROM outbox o
              WHERE o.connection = $1
                AND o.resource = i.resource
                AND o.key_hash = i.key_hash
                AND o.state IN ('waiting', 'available', 'running', 'retryable'))
      """;

  private static final String SEPARATOR = "\u001f";

  /** The next students of a run in order. */
  Future<List<StudentId>> next(
      SqlRunner sql, ResyncRun run, District district, String after, int limit) {
    return run.scope().isLimited()
        ? sql.run(LIMITED, run.id(), after, limit).map(Rows.each(StudentStore::student))
        : ConcernedStudentStore.next(sql, district, run.connection(), after, limit);
  }

  Future<Void> limitTo(Tx tx, long run, Collection<StudentId> students) {
    return tx.run(LIMIT_TO, run, ids(students)).mapEmpty();
  }

  /** A student by an id that a person gave. */
  record Named(StudentId student, String id) {}

  /**
   * The students with these ids.
   *
   * @param ways the columns with ids, by table
   */
  Future<List<Named>> named(
      Database database,
      District district,
      ConnectionName connection,
      Collection<String> ids,
      Collection<Map.Entry<String, String>> ways) {
    return database
        .run(
            BY_ID,
            district.value(),
            ids.toArray(String[]::new),
            ways.stream().map(Map.Entry::getKey).toArray(String[]::new),
            ways.stream().map(Map.Entry::getValue).toArray(String[]::new),
            connection.value())
        .map(
            Rows.each(
                row -> new Named(new StudentId(row.getString("student_id")), row.getString("id"))));
  }

  /** A school's row by a number that a person gave. */
  record School(RowKey row, String number) {}

  /** The rows of the schools with these numbers. */
  Future<List<School>> schools(
      Database database,
      District district,
      FactCatalogue.SchoolTable table,
      Collection<String> numbers) {
    return database
        .run(
            SCHOOLS,
            district.value(),
            table.table().value(),
            numbers.toArray(String[]::new),
            table.numbers().toArray(String[]::new))
        .map(
            Rows.each(
                row -> new School(new RowKey(row.getString("row_key")), row.getString("number"))));
  }

  /** How many students a run compares. */
  Future<Long> count(SqlRunner sql, ResyncRun run, District district) {
    return run.scope().isLimited()
        ? sql.run(COUNT_LIMITED, run.id()).map(rows -> rows.iterator().next().getLong("students"))
        : ConcernedStudentStore.count(sql, district, run.connection());
  }

  /** The students with open errors of a cause, by its id, its text or how that begins. */
  Future<List<StudentId>> withCause(Database database, ConnectionName connection, String cause) {
    return database.run(BY_CAUSE, connection.value(), cause).map(Rows.each(StudentStore::student));
  }

  /** Notes the ids that compared students may have at the API. */
  Future<Void> persons(Tx tx, long run, Map<StudentId, Set<String>> persons) {
    List<StudentId> students = List.copyOf(persons.keySet());
    return tx.run(
            PERSONS,
            run,
            ids(students),
            students.stream()
                .map(each -> String.join(SEPARATOR, persons.getOrDefault(each, Set.of())))
                .toArray(String[]::new))
        .mapEmpty();
  }

  /** Records of students that the ODS was told of after {@code read}, or is about to be. */
  Future<Set<ResourceRef>> newer(
      SqlRunner sql,
      ConnectionName connection,
      Collection<StudentId> students,
      Instant read,
      Collection<ResourceRef> mapped) {
    record Short(ResourceName resource, UUID hash) {}
    return sql.run(NEWER, connection.value(), ids(students), read.atOffset(ZoneOffset.UTC))
        .map(
            rows -> {
              Set<Short> found = new HashSet<>();
              for (Row row : rows) {
                found.add(
                    new Short(
                        new ResourceName(row.getString("resource")), row.getUUID("key_hash")));
              }
              Set<ResourceRef> newer = new HashSet<>();
              for (ResourceRef each : mapped) {
                if (found.contains(new Short(each.resource(), each.key().hash()))) {
                  newer.add(each);
                }
              }
              return newer;
            });
  }

  private static StudentId student(Row row) {
    return new StudentId(row.getString("student_id"));
  }

  private static String[] ids(Collection<StudentId> students) {
    return students.stream().map(StudentId::value).toArray(String[]::new);
  }
}
