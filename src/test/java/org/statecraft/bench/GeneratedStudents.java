package org.statecraft.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.FactCatalogue;

/**
 * Students of school year 2025 made from a seed: dated and open enrollments, no-shows, excluded
 * calendars and schools, programs in and out of Career Tech, mapped and unmapped, certifications.
 */
final class GeneratedStudents {

  static final SchoolYear YEAR = new SchoolYear(2025);
  static final String DISTRICT_NUMBER = "255901";

  private static final int SCHOOLS = 8;
  private static final int CALENDARS = 16;

  private final FactAssembler assembler;
  private final ConnectionFacts connection;
  private final Random random;

  GeneratedStudents(FactCatalogue catalogue, long seed) {
    this.assembler = new FactAssembler(catalogue, "state-id");
    this.connection = assembler.connection(YEAR, shared());
    this.random = new Random(seed);
  }

  ConnectionFacts connection() {
    return connection;
  }

  /** A student with Career Tech records and about 20 facts, the shared ones counted. */
  StudentFacts careerTech(long id) {
    while (true) {
      StudentFacts facts = student(id, 3, 3, 4, false);
      int count = facts.own().size() + facts.shared().size();
      if (count >= 19 && count <= 22) {
        return facts;
      }
    }
  }

  /** A student of whom nothing is reported: enrolled, in no program. */
  StudentFacts withoutPrograms(long id) {
    return student(id, 3, 0, 0, false);
  }

  /** Any student: some without programs, some with what is seldom. */
  StudentFacts any(long id) {
    return student(id, random.nextInt(4), random.nextInt(5), random.nextInt(6), true);
  }

  private StudentFacts student(
      long id, int enrollments, int programs, int certifications, boolean odd) {
    List<Fact> own = new ArrayList<>();
    own.add(
        fact(
            "Student",
            "personID",
            id,
            "stateID",
            odd && random.nextInt(15) == 0 ? null : "S" + id,
            "studentNumber",
            "N" + id));
    for (int i = 0; i < enrollments; i++) {
      LocalDate start = LocalDate.of(2022, 8, 15).plusDays(random.nextInt(1_100));
      own.add(
          fact(
              "Enrollment",
              "enrollmentID",
              id * 10 + i,
              "personID",
              id,
              "calendarID",
              1L + random.nextInt(odd ? CALENDARS : CALENDARS - 2),
              "startDate",
              start,
              "endDate",
              random.nextInt(3) == 0 ? start.plusDays(random.nextInt(400)) : null,
              "serviceType",
              "P",
              "noShow",
              odd && random.nextInt(5) == 0,
              "stateExclude",
              false));
    }
    for (int i = 0; i < programs; i++) {
      // Two of four start on one day, so that records meet in one natural key now and then.
      LocalDate start =
          random.nextBoolean()
              ? LocalDate.of(2024, 8, 20)
              : LocalDate.of(2023, 1, 1).plusDays(random.nextInt(900));
      long participation = id * 10 + i;
      own.add(
          fact(
              "ProgramParticipation",
              "participationID",
              participation,
              "personID",
              id,
              "programID",
              1L + random.nextInt(odd ? BenchPacks.PROGRAMS + 6 : BenchPacks.PROGRAMS),
              "startDate",
              start,
              "endDate",
              random.nextInt(3) == 0 ? start.plusDays(random.nextInt(500)) : null,
              "studentStatus",
              random.nextInt(3) == 0 ? "C" : random.nextInt(3) == 0 ? null : "A",
              "nonTraditional",
              random.nextBoolean()));
    }
    for (int i = 0; i < certifications && programs > 0; i++) {
      own.add(
          fact(
              "ProgramParticipationCertification",
              "certificationID",
              id * 10 + i,
              "participationID",
              id * 10 + random.nextInt(programs),
              "attempted",
              random.nextBoolean(),
              "passed",
              random.nextInt(3) == 0,
              "certificationDate",
              random.nextInt(4) == 0 ? null : LocalDate.of(2025, 1, 1 + random.nextInt(5))));
    }
    return assembler.student(new StudentId(Long.toString(id)), own, connection);
  }

  private List<Fact> shared() {
    List<Fact> shared = new ArrayList<>();
    shared.add(fact("District", "districtID", 1L, "number", DISTRICT_NUMBER));
    for (long school = 1; school <= SCHOOLS; school++) {
      shared.add(
          fact(
              "School",
              "schoolID",
              school,
              "districtID",
              1L,
              "number",
              "00" + school,
              "exclude",
              school == SCHOOLS));
    }
    for (long calendar = 1; calendar <= CALENDARS; calendar++) {
      shared.add(
          fact(
              "Calendar",
              "calendarID",
              calendar,
              "schoolID",
              1 + (calendar - 1) / 2,
              "endYear",
              2025L,
              "exclude",
              calendar == CALENDARS - 2));
    }
    for (long program = 1; program <= BenchPacks.PROGRAMS + 5; program++) {
      shared.add(
          fact(
              "Program",
              "programID",
              program,
              // Two programs of one name: one Ed-Fi program, records with one natural key.
              "name",
              "Program \"" + program / 2 + "\"",
              "programType",
              program % 8 == 0 ? "GIFTED" : "CTE",
              "category",
              program % 16 == 0 ? "CTE" : "Other",
              "code",
              "01." + program));
    }
    return shared;
  }

  private Fact fact(String table, @Nullable Object... namesAndValues) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        columns.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return assembler.fact(new TableName(table), columns);
  }
}
