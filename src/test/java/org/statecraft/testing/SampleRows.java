package org.statecraft.testing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.TableName;

/** Rows of a small district with Career Tech students, each newer than the one before. */
public class SampleRows {

  private static final Instant NOW = Instant.parse("2025-02-01T12:00:00Z");

  private long position;

  public List<RowChange> district() {
    return List.of(
        row("District", "1", Map.of("districtID", 1L, "number", "255901")),
        school(2, "0002"),
        school(3, "0003"),
        calendar(9, 2),
        calendar(10, 3),
        program(3, "Welding"),
        program(4, "Nursing"));
  }

  public RowChange school(long id, String number) {
    return row(
        "School",
        "" + id,
        Map.of("schoolID", id, "districtID", 1L, "number", number, "exclude", false));
  }

  public RowChange calendar(long id, long school) {
    return row(
        "Calendar",
        "" + id,
        Map.of("calendarID", id, "schoolID", school, "endYear", 2025L, "exclude", false));
  }

  public RowChange program(long id, String name) {
    return row(
        "Program",
        "" + id,
        Map.of("programID", id, "name", name, "programType", "CTE", "code", "48.0508"));
  }

  /** A student of a school with one Career Tech record. */
  public List<RowChange> student(long id, long calendar, long program) {
    return List.of(
        person(id, "S" + id),
        enrollment(id, calendar, false),
        participation(id, program, LocalDate.of(2024, 9, 3)));
  }

  public RowChange person(long id, String stateId) {
    return row("Student", "" + id, Map.of("personID", id, "stateID", stateId));
  }

  public RowChange enrollment(long id, long calendar, boolean noShow) {
    return row(
        "Enrollment",
        "" + id,
        Map.of(
            "enrollmentID",
            id,
            "personID",
            id,
            "calendarID",
            calendar,
            "startDate",
            LocalDate.of(2024, 8, 20),
            "noShow",
            noShow));
  }

  public RowChange participation(long id, long program, LocalDate start) {
    return row(
        "ProgramParticipation",
        "" + id,
        Map.of(
            "participationID",
            id,
            "personID",
            id,
            "programID",
            program,
            "startDate",
            start,
            "nonTraditional",
            false));
  }

  public RowChange row(String table, String key, Map<String, Object> columns) {
    TableName name = new TableName(table);
    return new RowChange(
        name,
        new RowKey(key),
        ChangeType.UPDATE,
        new SourcePosition("lsn", String.format("%020d", ++position)),
        new CampusRow(name, new RowKey(key), columns),
        NOW);
  }

  /** The row is deleted. */
  public RowChange gone(String table, String key) {
    return new RowChange(
        new TableName(table),
        new RowKey(key),
        ChangeType.DELETE,
        new SourcePosition("lsn", String.format("%020d", ++position)),
        null,
        NOW);
  }
}
