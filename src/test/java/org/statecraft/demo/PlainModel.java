package org.statecraft.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.config.Problems;
import org.statecraft.edfi.CanonicalJson;

/**
 * What must be at the Ed-Fi API after the sample year, worked out from its last rows in the
 * plainest way there is: the rules said once more, by other means.
 */
@NullUnmarked
final class PlainModel {

  private static final int LONGEST_NAME = 60;

  private final Map<String, Map<String, Map<String, String>>> tables = new TreeMap<>();
  private final Map<String, Long> positions = new HashMap<>();

  PlainModel(String district) throws IOException {
    for (SampleYear.Phase phase : SampleYear.changes(script(district))) {
      phase.changes().forEach(this::apply);
    }
  }

  private PlainModel() {}

  static Script script(String district) throws IOException {
    String name = "/demo/" + district + "/year.yaml";
    try (InputStream file = PlainModel.class.getResourceAsStream(name)) {
      Problems problems = new Problems();
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      Script script = ScriptReader.read(name, text, problems);
      problems.throwIfAny();
      return script;
    }
  }

  private void apply(SampleChange change) {
    Map<String, String> row = change.after().isEmpty() ? change.before() : change.after();
    if (row.containsKey("startDate") && !row.get("startDate").startsWith("20")) {
      return; // The webhook refuses it.
    }
    String key = row.get(keyOf(change.table()));
    if (change.position() <= positions.getOrDefault(change.table() + key, 0L)) {
      return;
    }
    positions.put(change.table() + key, change.position());
    Map<String, Map<String, String>> table =
        tables.computeIfAbsent(change.table(), name -> new TreeMap<>());
    if (change.after().isEmpty()) {
      table.remove(key);
    } else {
      table.put(key, change.after());
    }
  }

  private static String keyOf(String table) {
    return switch (table) {
      case "Student" -> "personID";
      case "ProgramParticipation" -> "participationID";
      case "ProgramParticipationCertification" -> "certificationID";
      case "SchoolYear" -> "endYear";
      case "POSEligibility" -> "eligibilityID";
      default ->
          table.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + table.substring(1) + "ID";
    };
  }

  /** The row of a key; nothing in it if there is none. */
  Map<String, String> row(String table, String key) {
    return tables.getOrDefault(table, Map.of()).getOrDefault(key, Map.of());
  }

  Collection<Map<String, String>> rows(String table) {
    return tables.getOrDefault(table, Map.of()).values();
  }

  /** Core: by the program records; student, program name and begin date of each association. */
  Set<String> core(Set<String> mappedPrograms, Set<String> unknownToTheApi) {
    Set<String> expected = new TreeSet<>();
    for (Map<String, String> record : rows("ProgramParticipation")) {
      Map<String, String> program = tables.get("Program").get(record.get("programID"));
      String student = tables.get("Student").get(record.get("personID")).get("stateID");
      if (isCareerTech(program)
          && mappedPrograms.contains(program.get("programID"))
          && program.get("name").length() <= LONGEST_NAME
          && student != null
          && !unknownToTheApi.contains(student)
          && rows("Enrollment").stream()
              .filter(ofPerson(record.get("personID")))
              .anyMatch(each -> !isExcluded(each))) {
        expected.add(student + " " + program.get("name") + " " + record.get("startDate"));
      }
    }
    return expected;
  }

  /**
   * Missouri: by the enrollments.
   *
   * @param excluded those that are marked not to be reported, instead of those that are not
   */
  Set<String> missouri(boolean excluded) {
    Set<String> expected = new TreeSet<>();
    for (Map<String, String> record : rows("Enrollment")) {
      String student = tables.get("Student").get(record.get("personID")).get("stateID");
      String type = record.getOrDefault("cteProgramType", "");
      String cluster = record.getOrDefault("careerCluster", "");
      if (!type.isEmpty()
          && type.length() <= LONGEST_NAME
          && cluster.matches("[1-9]|1[0-6]")
          && student != null
          && rows("ProgramParticipation").stream()
              .filter(ofPerson(record.get("personID")))
              .anyMatch(each -> isCareerTech(tables.get("Program").get(each.get("programID"))))
          && isExcluded(record) == excluded) {
        expected.add(student + " " + type + " " + record.get("startDate"));
      }
    }
    return expected;
  }

  /** Texas: name and type of every program that some phase of the year asks for. */
  static Set<String> texas(String district) throws IOException {
    Set<String> asked = new TreeSet<>();
    PlainModel model = new PlainModel();
    for (SampleYear.Phase phase : SampleYear.changes(script(district))) {
      phase.changes().forEach(model::apply);
      model.addTexas(asked);
    }
    return asked;
  }

  /** By the mappings of bluebonnet/connection.yaml: no Migrant and no FRAM Eligibility. */
  private void addTexas(Set<String> asked) {
    rows("Title1").forEach(each -> add(asked, each, "startDate", "endDate", "Title 1 Part A 38"));
    rows("Homeless")
        .forEach(
            each ->
                add(
                    asked,
                    each,
                    "startDate",
                    "endDate",
                    "McKinney-Vento Homeless Assistance Homeless"));
    rows("Lep")
        .forEach(
            each ->
                add(
                    asked,
                    each,
                    "identifiedDate",
                    "exitDate",
                    "English as a Second Language (ESL) 12"));
    rows("Plan").stream()
        .filter(each -> "IEP".equals(each.get("planType")) && "true".equals(each.get("locked")))
        .forEach(each -> add(asked, each, "startDate", "endDate", "Special Education 33"));
    Map<String, String> flagTypes =
        Map.of(
            "11",
            "Extracurricular",
            "12",
            "At-Risk",
            "15",
            "Extracurricular",
            "16",
            "Summer School");
    for (Map<String, String> record : rows("ProgramParticipation")) {
      Map<String, String> program =
          tables.get("Program").getOrDefault(record.get("programID"), Map.of());
      if (isCareerTech(program)) {
        add(asked, record, "startDate", "endDate", "Career and Technical Education 05");
      } else if ("FLAG".equals(program.get("programType"))
          && flagTypes.containsKey(program.get("programID"))) {
        String type = flagTypes.get(program.get("programID"));
        add(asked, record, "startDate", "endDate", program.get("name") + " " + type);
      }
    }
  }

  private void add(
      Set<String> asked, Map<String, String> record, String start, String end, String program) {
    if (record.get(start).compareTo("2025-06-30") <= 0
        && record.getOrDefault(end, "9999").compareTo("2024-07-01") >= 0
        && rows("Enrollment").stream()
            .filter(ofPerson(record.get("personID")))
            .anyMatch(each -> !isExcluded(each))) {
      asked.add(program);
    }
  }

  private static Predicate<Map<String, String>> ofPerson(String person) {
    return row -> person.equals(row.get("personID"));
  }

  private static boolean isCareerTech(Map<String, String> program) {
    return "CTE".equals(program.get("programType")) || "CTE".equals(program.get("category"));
  }

  private boolean isExcluded(Map<String, String> enrollment) {
    Map<String, String> calendar = tables.get("Calendar").get(enrollment.get("calendarID"));
    Map<String, String> school = tables.get("School").get(calendar.get("schoolID"));
    return "true".equals(enrollment.get("noShow"))
        || "true".equals(calendar.get("exclude"))
        || "true".equals(school.get("exclude"));
  }

  /** Name and type of the programs a sandbox has, with the id of each. */
  static Map<String, String> programs(String state) {
    Map<String, String> found = new TreeMap<>();
    state
        .lines()
        .map(CanonicalJson::read)
        .filter(each -> each.path("resource").asText().equals("programs"))
        .map(each -> each.path("body"))
        .forEach(
            body ->
                found.put(
                    body.path("programName").asText()
                        + " "
                        + body.path("programTypeDescriptor").asText().replaceFirst(".*#", ""),
                    body.path("programId").asText()));
    return found;
  }

  /** The associations of a sandbox's records, as {@code /sandbox/state} has them. */
  static Set<String> associations(String state) {
    Set<String> found = new TreeSet<>();
    state
        .lines()
        .map(CanonicalJson::read)
        .filter(each -> each.path("resource").asText().equals("studentCTEProgramAssociations"))
        .map(each -> each.path("body"))
        .forEach(body -> found.add(association(body)));
    return found;
  }

  private static String association(JsonNode body) {
    return body.path("studentReference").path("studentUniqueId").asText()
        + " "
        + body.path("programReference").path("programName").asText()
        + " "
        + body.path("beginDate").asText();
  }
}
