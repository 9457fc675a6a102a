package org.statecraft.simulation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.statecraft.history.CampusChange;

/**
 * What happens in one district's Campus, drawn from a seed: requests in the order they are sent.
 * Rows come, change, get other keys and go; requests come twice, late and out of order.
 */
public final class CampusScript {

  static final int PERSONS = 6;
  private static final int STEPS = 45;
  private static final long STRIDE = 10;
  private static final LocalDate AUTUMN = LocalDate.of(2024, 9, 2);
  private static final String PARTICIPATION = "ProgramParticipation";
  private static final String CERTIFICATION = "ProgramParticipationCertification";

  /** The key column of each table. */
  public static final Map<String, String> KEYS =
      Map.of(
          "District",
          "districtID",
          "School",
          "schoolID",
          "Calendar",
          "calendarID",
          "Program",
          "programID",
          "Student",
          "personID",
          "Enrollment",
          "enrollmentID",
          PARTICIPATION,
          "participationID",
          CERTIFICATION,
          "certificationID");

  private final Random random;
  private final Map<String, Map<String, Map<String, String>>> rows = new HashMap<>();
  private final List<List<CampusChange>> steps = new ArrayList<>();
  private long position = 1_000;
  private long nextId = 100;

  private CampusScript(long seed) {
    this.random = new Random(seed);
  }

  /** The requests, each with its changes. */
  static List<List<CampusChange>> requests(long seed) {
    CampusScript script = of(seed, STEPS);
    return script.disturbed(script.together());
  }

  /** What happens, step by step, in the order of the source's log. */
  public static List<List<CampusChange>> steps(long seed, int count) {
    return List.copyOf(of(seed, count).steps);
  }

  private static CampusScript of(long seed, int count) {
    CampusScript script = new CampusScript(seed);
    script.setUp();
    for (int i = 0; i < count; i++) {
      script.step();
    }
    return script;
  }

  /** The keys of all students. */
  public static List<String> persons() {
    List<String> persons = new ArrayList<>();
    for (int person = 1; person <= PERSONS; person++) {
      persons.add(Integer.toString(person));
    }
    return persons;
  }

  /** The unique ids a student may have. */
  public static List<String> uniqueIds(String person) {
    return List.of("S" + person, "S" + person + "b");
  }

  private void setUp() {
    List<CampusChange> setup = new ArrayList<>();
    setup.add(insert("District", "districtID", "1", "number", "255901"));
    for (String school : List.of("1", "2")) {
      setup.add(insert("School", "schoolID", school, "districtID", "1", "exclude", "false"));
      setup.add(insert("Calendar", "calendarID", school, "schoolID", school, "exclude", "false"));
    }
    for (int program = 1; program <= 8; program++) {
      setup.add(
          insert(
              "Program",
              "programID",
              "" + program,
              "name",
              "Program " + program,
              "programType",
              program == 8 ? "BAND" : "CTE",
              "code",
              "01." + program));
    }
    steps.add(setup);
  }

  private void step() {
    int drawn = random.nextInt(100);
    List<CampusChange> step = new ArrayList<>();
    if (drawn < 20 || keys("Student").size() < 2) {
      newStudent(step);
    } else if (drawn < 32) {
      step.add(newParticipation(any("Student")));
    } else if (drawn < 56) {
      changeParticipation(step);
    } else if (drawn < 62) {
      rekeyParticipation(step);
    } else if (drawn < 68) {
      delete(step, PARTICIPATION);
    } else if (drawn < 78) {
      certify(step);
    } else if (drawn < 88) {
      enroll(step);
    } else if (drawn < 91) {
      changeUniqueId(step);
    } else {
      changeShared(step);
    }
    if (!step.isEmpty()) {
      steps.add(step);
    }
  }

  private void newStudent(List<CampusChange> step) {
    int known = keys("Student").size();
    if (known == PERSONS) {
      step.add(newParticipation(any("Student")));
      return;
    }
    String person = Integer.toString(known + 1);
    step.add(insert("Student", "personID", person, "stateID", uniqueIds(person).get(0)));
    step.add(newEnrollment(person));
    step.add(newParticipation(person));
  }

  private CampusChange newEnrollment(String person) {
    return insert(
        "Enrollment",
        "enrollmentID",
        newId(),
        "personID",
        person,
        "calendarID",
        random.nextInt(4) == 0 ? "2" : "1",
        "startDate",
        "2024-08-15",
        "noShow",
        "false",
        "serviceType",
        "P");
  }

  private CampusChange newParticipation(String person) {
    return insert(
        PARTICIPATION,
        "participationID",
        newId(),
        "personID",
        person,
        "programID",
        anyProgram(),
        "startDate",
        day(),
        "studentStatus",
        "A",
        "nonTraditional",
        "false");
  }

  private void changeParticipation(List<CampusChange> step) {
    String key = any(PARTICIPATION);
    if (key.isEmpty()) {
      return;
    }
    Map<String, String> row = new TreeMap<>(row(PARTICIPATION, key));
    switch (random.nextInt(6)) {
      case 0 -> row.put("startDate", day());
      case 1 -> row.put("programID", anyProgram());
      case 2 ->
          row.put("nonTraditional", "true".equals(row.get("nonTraditional")) ? "false" : "true");
      case 3 -> row.put("studentStatus", random.nextBoolean() ? "C" : "A");
      case 4 -> row.remove("endDate");
      default ->
          row.put("endDate", LocalDate.of(2025, 3, 1).plusDays(random.nextInt(60)).toString());
    }
    step.add(update(PARTICIPATION, key, row));
  }

  private void rekeyParticipation(List<CampusChange> step) {
    String key = any(PARTICIPATION);
    if (key.isEmpty()) {
      return;
    }
    Map<String, String> row = new TreeMap<>(row(PARTICIPATION, key));
    String fresh = newId();
    row.put("participationID", fresh);
    rows.get(PARTICIPATION).remove(key);
    rows.get(PARTICIPATION).put(fresh, row);
    step.add(new CampusChange("d", PARTICIPATION, key, Map.of("participationID", key), position));
    step.add(new CampusChange("c", PARTICIPATION, fresh, row, position));
    position += STRIDE;
  }

  private void certify(List<CampusChange> step) {
    String participation = any(PARTICIPATION);
    String known = any(CERTIFICATION);
    if (!known.isEmpty() && random.nextInt(3) == 0) {
      Map<String, String> row = new TreeMap<>(row(CERTIFICATION, known));
      row.put("passed", "true");
      step.add(update(CERTIFICATION, known, row));
    } else if (!known.isEmpty() && random.nextInt(4) == 0) {
      delete(step, CERTIFICATION);
    } else if (!participation.isEmpty()) {
      step.add(
          insert(
              CERTIFICATION,
              "certificationID",
              newId(),
              "participationID",
              participation,
              "attempted",
              "true",
              "passed",
              "false",
              "certificationDate",
              LocalDate.of(2024, 11, 1).plusDays(random.nextInt(30)).toString()));
    }
  }

  private void enroll(List<CampusChange> step) {
    String key = any("Enrollment");
    switch (random.nextInt(4)) {
      case 0 -> step.add(newEnrollment(any("Student")));
      case 1 -> delete(step, "Enrollment");
      default -> {
        if (!key.isEmpty()) {
          Map<String, String> row = new TreeMap<>(row("Enrollment", key));
          if (random.nextBoolean()) {
            row.put("noShow", "true".equals(row.get("noShow")) ? "false" : "true");
          } else {
            row.put("calendarID", "1".equals(row.get("calendarID")) ? "2" : "1");
          }
          step.add(update("Enrollment", key, row));
        }
      }
    }
  }

  private void changeUniqueId(List<CampusChange> step) {
    String person = any("Student");
    Map<String, String> row = new TreeMap<>(row("Student", person));
    List<String> ids = uniqueIds(person);
    row.put("stateID", row.get("stateID").equals(ids.get(0)) ? ids.get(1) : ids.get(0));
    step.add(update("Student", person, row));
  }

  private void changeShared(List<CampusChange> step) {
    String table = List.of("Program", "Program", "Calendar", "School").get(random.nextInt(4));
    String key = any(table);
    Map<String, String> row = new TreeMap<>(row(table, key));
    if (table.equals("Program")) {
      if (random.nextBoolean()) {
        row.put("name", "Program " + key + " " + newId());
      } else {
        row.put("code", "02." + newId());
      }
    } else {
      row.put("exclude", "true".equals(row.get("exclude")) ? "false" : "true");
    }
    step.add(update(table, key, row));
  }

  // --- requests

  /** Steps that follow each other travel together, now and then. */
  private List<List<CampusChange>> together() {
    List<List<CampusChange>> requests = new ArrayList<>();
    List<CampusChange> open = new ArrayList<>();
    for (List<CampusChange> step : steps) {
      open.addAll(step);
      if (random.nextInt(5) < 3) {
        requests.add(List.copyOf(open));
        open.clear();
      }
    }
    if (!open.isEmpty()) {
      requests.add(List.copyOf(open));
    }
    return requests;
  }

  private List<List<CampusChange>> disturbed(List<List<CampusChange>> requests) {
    List<List<CampusChange>> sent = new ArrayList<>(requests);
    for (int i = 1; i + 1 < sent.size(); i++) {
      if (random.nextInt(8) == 0) {
        List<CampusChange> late = sent.get(i);
        sent.set(i, sent.get(i + 1));
        sent.set(i + 1, late);
        i++;
      }
    }
    List<List<CampusChange>> all = new ArrayList<>();
    for (List<CampusChange> each : sent) {
      all.add(each);
      if (random.nextInt(6) == 0) {
        all.add(all.get(random.nextInt(all.size())));
      }
    }
    return all;
  }

  // --- rows

  private CampusChange insert(String table, String... columns) {
    Map<String, String> row = new TreeMap<>();
    for (int i = 0; i < columns.length; i += 2) {
      row.put(columns[i], columns[i + 1]);
    }
    String key = row.get(KEYS.get(table));
    rows.computeIfAbsent(table, none -> new TreeMap<>()).put(key, row);
    return next("c", table, key, row);
  }

  private CampusChange update(String table, String key, Map<String, String> row) {
    rows.get(table).put(key, row);
    return next("u", table, key, row);
  }

  private void delete(List<CampusChange> step, String table) {
    String key = any(table);
    if (!key.isEmpty()) {
      rows.get(table).remove(key);
      step.add(next("d", table, key, Map.of(KEYS.get(table), key)));
    }
  }

  private CampusChange next(
      String operation, String table, String key, Map<String, String> columns) {
    CampusChange change = new CampusChange(operation, table, key, columns, position);
    position += STRIDE;
    return change;
  }

  private Map<String, String> row(String table, String key) {
    return rows.get(table).get(key);
  }

  private Set<String> keys(String table) {
    return new HashSet<>(rows.getOrDefault(table, Map.of()).keySet());
  }

  /** Any key of a table; empty if it has no rows. */
  private String any(String table) {
    List<String> keys = new ArrayList<>(rows.getOrDefault(table, Map.of()).keySet());
    return keys.isEmpty() ? "" : keys.get(random.nextInt(keys.size()));
  }

  private String anyProgram() {
    return Integer.toString(1 + random.nextInt(8));
  }

  private String day() {
    return AUTUMN.plusDays(random.nextInt(4)).toString();
  }

  private String newId() {
    return Long.toString(nextId++);
  }
}
