package org.statecraft.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.preferences.PreferenceUnits.CORE;
import static org.statecraft.preferences.PreferenceUnits.MO;
import static org.statecraft.preferences.PreferenceUnits.connection;
import static org.statecraft.preferences.PreferenceUnits.seed;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.packs.RulePack;
import org.statecraft.rows.RowStore;
import org.statecraft.testing.TestDatabase;

class UnmappedValuesPgTest {

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void report_valuesOfStudentsRows_areCountedByRowsStudentsAndYear() {
    Connection connection = chosen("own", MO, "mappings: {CareerCluster: {'98': null}}");
    enrollment("own", "1", "1", "99", "2024-08-20", null);
    enrollment("own", "2", "1", "99", "2023-08-20", "2024-05-30");
    enrollment("own", "3", "2", "99", "2023-08-20", "2024-05-30");
    enrollment("own", "4", "2", "13", "2024-08-20", null);
    enrollment("own", "5", "3", "98", "2025-06-30", null);
    enrollment("own", "6", "4", "97", "2025-07-01", null);
    enrollment("own", "7", "5", "9", "2023-08-20", "2024-06-30");
    enrollment("own", "8", "6", null, "2024-08-20", null);
    row("own", "Enrollment", "9", "7", null);
    row("elsewhere", "Enrollment", "1", "8", "{\"careerCluster\": \"96\"}");
    assertEquals(
        List.of(
            "covered 2",
            "97 rows 1 students 1 in year 0",
            "98 rows 1 students 1 in year 1 deliberate",
            "99 rows 3 students 2 in year 1"),
        unmapped(connection, MO, "CareerCluster", false));
    assertEquals(
        List.of(
            "covered 2",
            "98 rows 1 students 1 in year 1 deliberate",
            "99 rows 3 students 2 in year 1"),
        unmapped(connection, MO, "CareerCluster", true));
    assertEquals(
        List.of("covered 0"),
        unmapped(connection, MO, "CareerTechProgramName", false),
        "an unmapped value stands for itself");
  }

  @Test
  void report_valuesOfSharedRows_areCountedByTheStudentsWhoReferToThem() {
    Connection connection =
        chosen(
            "shared",
            CORE,
            "mappings: {ProgramType: {'1': uri://x/ProgramTypeDescriptor#A, '3': null}}");
    for (String program : List.of("1", "2", "3", "10")) {
      row("shared", "Program", program, null, "{\"programID\": " + program + "}");
    }
    participation("shared", "1", "1", "2", "2024-09-01", null);
    participation("shared", "2", "1", "2", "2024-09-02", null);
    participation("shared", "3", "2", "2", "2022-09-01", "2023-05-30");
    participation("shared", "4", "2", "3", "2024-09-01", null);
    assertEquals(
        List.of(
            "covered 1",
            "2 rows 1 students 2 in year 1",
            "3 rows 1 students 1 in year 1 deliberate",
            "10 rows 1 students 0 in year 0"),
        unmapped(connection, CORE, "ProgramType", false));
    assertEquals(
        List.of(
            "covered 1",
            "2 rows 1 students 2 in year 1",
            "3 rows 1 students 1 in year 1 deliberate"),
        unmapped(connection, CORE, "ProgramType", true));
  }

  @Test
  void report_theYearsOwnDates_decide() {
    Connection connection = chosen("dates", MO, "{}");
    row(
        "dates",
        "SchoolYear",
        "2025",
        null,
        "{\"endYear\": 2025, \"startDate\": \"2024-08-01\", \"endDate\": \"2025-05-31\"}");
    enrollment("dates", "1", "1", "99", "2025-06-01", null);
    enrollment("dates", "2", "2", "99", "2023-08-20", "2024-07-31");
    assertEquals(
        List.of("covered 0", "99 rows 2 students 2 in year 0"),
        unmapped(connection, MO, "CareerCluster", false));
  }

  @Test
  void report_valuesOfARule_haveNoRows() {
    Connection connection = chosen("rule", CORE, "{}");
    assertEquals(
        List.of("covered 2", "None rows null students null in year null deliberate"),
        unmapped(connection, CORE, "TechnicalSkills", true));
  }

  @Test
  void report_noRowsAtAll_saysThatNothingIsUnmapped() {
    Connection connection = chosen("empty", CORE, "{}");
    UnmappedReport report = report(connection, CORE, false);
    assertTrue(
        report
            .text()
            .startsWith(
                "empty: Campus values that no mapping covers, of all kept rows; school year"
                    + " 2024-25\n"),
        report.text());
    assertTrue(report.text().contains("ProgramType: Programs: the Program Type"), report.text());
    assertTrue(report.text().contains("  none; 0 values are covered\n"), report.text());
  }

  @Test
  void report_oneHundredThousandStudents_isReadInOneStatementEach() {
    Connection connection = chosen("large", CORE, "{}");
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " SELECT 'large', 'ProgramParticipation', i::text, (i % 100000)::text,"
                    + " jsonb_build_object('participationID', i, 'programID', i % 300,"
                    + " 'studentStatus', 'S' || i % 7, 'startDate', '2024-09-01'),"
                    + " 'lsn', i::text, 3, now() FROM generate_series(0, 199999) AS i"));
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " SELECT 'large', 'Program', i::text, jsonb_build_object('programID', i),"
                    + " 'lsn', i::text, 3, now() FROM generate_series(0, 299) AS i"));
    long begun = System.nanoTime();
    JsonNode json = report(connection, CORE, false).json();
    System.out.println(
        "unmapped: 200,000 rows of 100,000 students, three preferences with columns: "
            + (System.nanoTime() - begun) / 1_000_000
            + " ms");
    assertEquals(300, preference(json, "ProgramType").get("unmapped").size());
    assertEquals(7, preference(json, "CompletedStatus").get("unmapped").size());
    long students = 0;
    long rows = 0;
    for (JsonNode each : preference(json, "CompletedStatus").get("unmapped")) {
      rows += each.get("rows").longValue();
      assertEquals(each.get("students"), each.get("studentsInYear"));
      students += each.get("students").longValue();
    }
    assertEquals(200_000, rows);
    assertTrue(students >= 100_000);
    assertEquals(
        668, preference(json, "ProgramType").get("unmapped").get(0).get("students").longValue(), 2);
  }

  // --- what the tests are made of

  private static Connection chosen(String name, RulePack pack, String yaml) {
    Connection connection = connection(name, name, pack, 2025);
    await(
        test.database()
            .inTransaction(tx -> new PreferenceStore().seed(tx, connection.name(), seed(yaml))));
    return connection;
  }

  private static void enrollment(
      String district,
      String key,
      String student,
      @Nullable String cluster,
      String start,
      @Nullable String end) {
    row(
        district,
        "Enrollment",
        key,
        student,
        "{\"enrollmentID\": "
            + key
            + (cluster == null ? "" : ", \"careerCluster\": \"" + cluster + "\"")
            + ", \"startDate\": \""
            + start
            + "\""
            + (end == null ? "" : ", \"endDate\": \"" + end + "\"")
            + "}");
  }

  private static void participation(
      String district,
      String key,
      String student,
      String program,
      String start,
      @Nullable String end) {
    row(
        district,
        "ProgramParticipation",
        key,
        student,
        "{\"programID\": "
            + program
            + ", \"startDate\": \""
            + start
            + "\""
            + (end == null ? "" : ", \"endDate\": \"" + end + "\"")
            + "}");
  }

  private static void row(
      String district,
      String table,
      String key,
      @Nullable String student,
      @Nullable String columns) {
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " VALUES ($1, $2, $3, $4, $5::text::jsonb, 'lsn', '1', 3, now())",
                district,
                table,
                key,
                student,
                columns));
  }

  private static UnmappedReport report(Connection connection, RulePack pack, boolean inYear) {
    return await(
        new UnmappedValues(test.database(), new RowStore(), new PreferenceStore())
            .report(connection, pack, inYear));
  }

  private static JsonNode preference(JsonNode json, String name) {
    for (JsonNode each : json.get("preferences")) {
      if (each.get("preference").textValue().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no preference " + name + " in " + json);
  }

  private static List<String> unmapped(
      Connection connection, RulePack pack, String name, boolean inYear) {
    JsonNode found = preference(report(connection, pack, inYear).json(), name);
    List<String> lines = new ArrayList<>(List.of("covered " + found.get("covered")));
    for (JsonNode each : found.get("unmapped")) {
      lines.add(
          each.get("value").textValue()
              + " rows "
              + each.get("rows")
              + " students "
              + each.get("students")
              + " in year "
              + each.get("studentsInYear")
              + (each.get("deliberate").booleanValue() ? " deliberate" : ""));
    }
    return lines;
  }
}
