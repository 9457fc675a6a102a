package org.statecraft.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A district of one school whose students each have a Career Tech record, as Campus changes in
 * Debezium's envelope. Every change has a higher place in the log than the one before.
 */
public final class CareerTechDistrict {

  private final int programs;
  private long position = 1;

  /**
   * A district.
   *
   * @param programs how many there are; the students take part in them by turns
   */
  public CareerTechDistrict(int programs) {
    this.programs = programs;
  }

  /** The district, its school, calendar and programs. */
  public List<String> setup() {
    List<String> changes = new ArrayList<>();
    changes.add(change("District", "{\"districtID\":1,\"number\":\"255901\"}"));
    changes.add(change("School", "{\"schoolID\":1,\"districtID\":1,\"number\":\"001\"}"));
    changes.add(change("Calendar", "{\"calendarID\":1,\"schoolID\":1,\"endYear\":2025}"));
    for (int program = 1; program <= programs; program++) {
      changes.add(
          change(
              "Program",
              "{\"programID\":%d,\"name\":\"Program %d\",\"programType\":\"CTE\",\"code\":\"01.%d\"}"
                  .formatted(program, program, program)));
    }
    return changes;
  }

  /** Students with state ids {@code S1} and so on, each enrolled and in a program. */
  public List<String> students(int first, int last) {
    List<String> changes = new ArrayList<>();
    for (int student = first; student <= last; student++) {
      changes.add(
          change("Student", "{\"personID\":%d,\"stateID\":\"S%d\"}".formatted(student, student)));
      changes.add(
          change(
              "Enrollment",
              ("{\"enrollmentID\":%d,\"personID\":%d,\"calendarID\":1,\"startDate\":\"2024-08-15\","
                      + "\"serviceType\":\"P\"}")
                  .formatted(student, student)));
      changes.add(participation(student, "2024-08-20", "2025-05-01"));
    }
    return changes;
  }

  /** The Career Tech record of a student, with other days. */
  public String participation(int student, String start, String end) {
    return change(
        "ProgramParticipation",
        ("{\"participationID\":%d,\"personID\":%d,\"programID\":%d,\"startDate\":\"%s\","
                + "\"endDate\":\"%s\",\"studentStatus\":\"A\",\"nonTraditional\":false}")
            .formatted(student, student, 1 + student % programs, start, end));
  }

  /** The state ids of the first so many students. */
  public static List<String> ids(int students) {
    return IntStream.rangeClosed(1, students).mapToObj(student -> "S" + student).toList();
  }

  private String change(String table, String after) {
    return ("{\"before\":null,\"after\":%s,\"source\":{\"table\":\"%s\",\"lsn\":%d,\"ts_ms\":%d},"
            + "\"op\":\"u\"}")
        .formatted(after, table, position++, System.currentTimeMillis());
  }
}
