package org.statecraft.bench;

/**
 * A district in SQL: every student with one or two enrollments, every fourth with Career Tech
 * records (one to three) and certifications, some of those excluded as no-show, by their calendar,
 * for want of an id or of a mapping.
 */
final class DistrictRows {

  private static final String ROWS =
      """
      INSERT INTO campus_row
        (district, table_name, row_key, student_id, owner_table, owner_key, columns, position_kind,
         position, position_rank, changed_at)
      SELECT '%1$s', r.table_name, r.row_key, r.student_id, r.owner_table, r.owner_key,
             jsonb_strip_nulls(r.columns), 'lsn', lpad(r.row_key, 20, '0'), 2, now()
        FROM generate_series(1, %2$d) AS s (n)
       CROSS JOIN LATERAL (
         SELECT 'Student', n::text, n::text, NULL, NULL,
                jsonb_build_object('personID', n, 'studentNumber', 'N' || n,
                  'stateID', CASE WHEN n %% 211 = 0 THEN NULL ELSE 'S' || n END)
         UNION ALL
         SELECT 'Enrollment', (n * 10 + e)::text, n::text, NULL, NULL,
                jsonb_build_object('enrollmentID', n * 10 + e, 'personID', n,
                  'calendarID', 1 + n %% 16,
                  'startDate', CASE e WHEN 0 THEN '2024-08-20' ELSE '2023-08-20' END,
                  'endDate', CASE e WHEN 0 THEN NULL ELSE '2024-05-30' END,
                  'serviceType', 'P', 'noShow', e = 0 AND n %% 53 = 0, 'stateExclude', false)
           FROM generate_series(0, CASE n %% 3 WHEN 0 THEN 1 ELSE 0 END) AS e
         UNION ALL
         SELECT 'ProgramParticipation', (n * 10 + p)::text, n::text, NULL, NULL,
                jsonb_build_object('participationID', n * 10 + p, 'personID', n,
                  'programID', 1 + (n / 4 + p * 7) %% 42,
                  'startDate', date '2024-08-20' + (p * 30)::integer,
                  'endDate', CASE WHEN p = 2 THEN '2025-01-20' END,
                  'studentStatus', CASE WHEN n %% 5 = 0 THEN 'C' ELSE 'A' END,
                  'nonTraditional', n %% 7 = 0)
           FROM generate_series(0, CASE n %% 4 WHEN 0 THEN n / 4 %% 3 ELSE -1 END) AS p
         UNION ALL
         SELECT 'ProgramParticipationCertification', (n * 10 + c)::text, n::text,
                'ProgramParticipation', (n * 10)::text,
                jsonb_build_object('certificationID', n * 10 + c, 'participationID', n * 10,
                  'attempted', true, 'passed', c = 1, 'certificationDate', '2025-01-15')
           FROM generate_series(0, CASE n %% 4 WHEN 0 THEN n / 4 %% 4 ELSE 0 END - 1) AS c
       ) AS r (table_name, row_key, student_id, owner_table, owner_key, columns)
      """;

  private static final String SHARED =
      """
      INSERT INTO campus_row
        (district, table_name, row_key, columns, position_kind, position, position_rank, changed_at)
      SELECT '%1$s', r.table_name, r.row_key, r.columns, 'lsn', lpad(r.row_key, 20, '0'), 2, now()
        FROM (
         SELECT 'District', '1', jsonb_build_object('districtID', 1, 'number', '255901')
         UNION ALL
         SELECT 'School', s::text, jsonb_build_object('schoolID', s, 'districtID', 1,
                  'number', '00' || s, 'exclude', false)
           FROM generate_series(1, 8) AS s
         UNION ALL
         SELECT 'Calendar', c::text, jsonb_build_object('calendarID', c, 'schoolID', 1 + (c - 1) / 2,
                  'endYear', 2025, 'exclude', c = 16)
           FROM generate_series(1, 16) AS c
         UNION ALL
         SELECT 'Program', p::text, jsonb_build_object('programID', p, 'name', 'Program ' || p,
                  'programType', 'CTE', 'category', 'Other', 'code', '01.' || p)
           FROM generate_series(1, 42) AS p
        ) AS r (table_name, row_key, columns)
      """;

  private static final String EVENTS =
      """
      INSERT INTO event_queue (connection, student_id, cause, changed_at)
      SELECT '%1$s', n::text, 'Enrollment', now()
        FROM generate_series(1, %2$d) AS n
      """;

  private DistrictRows() {}

  /**
   * Statements that make rows and queued events of a district and its one connection. Nothing is
   * analyzed: the first load of a fresh database has no statistics either.
   */
  static String[] statements(String district, int students) {
    return new String[] {
      ROWS.formatted(district, students),
      SHARED.formatted(district),
      EVENTS.formatted(district, students)
    };
  }
}
