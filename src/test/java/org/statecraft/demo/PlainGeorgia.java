package org.statecraft.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.edfi.CanonicalJson;

/**
 * The rules of Georgia once more, in the plainest way, by the last rows of a sample year; dates are
 * compared as texts. An association is student, school, program, type and begin date.
 */
@NullUnmarked
final class PlainGeorgia {

  private static final String FIRST_DAY = "2024-07-01";
  private static final String LAST_DAY = "2025-06-30";
  private static final String NO_END = "9999-12-31";
  private static final int LONGEST_NAME = 60;
  private static final Set<String> KINDS = Set.of("ACADEMIC", "FLAG", "GRADUATION", "PROGRAM");

  /** Those of peachtree/connection.yaml. */
  private static final Map<String, String> TYPES =
      Map.of(
          "1",
          "01B",
          "2",
          "English Learner (EL)",
          "3",
          "Homeless",
          "4",
          "Section 504 Placement",
          "5",
          "04C",
          "6",
          "04E",
          "7",
          "04D",
          "10",
          "04F");

  private static final Map<String, String> NAMES =
      Map.of("01A", "Alternative Education", "Gifted and Talented", "Gifted Education");

  private final PlainModel model;
  private final Set<String> expected = new TreeSet<>();

  private PlainGeorgia(PlainModel model) {
    this.model = model;
  }

  static Set<String> expected(PlainModel model) {
    PlainGeorgia georgia = new PlainGeorgia(model);
    model.rows("ProgramParticipation").forEach(georgia::ofTheSetup);
    model.rows("AltProgram").forEach(row -> georgia.ofTheState(row, row.get("programType")));
    model
        .rows("SupportEnvironment")
        .forEach(row -> georgia.ofTheState(row, row.get("programType")));
    model.rows("CareerTechnicalEducation").forEach(row -> georgia.ofTheState(row, "03A"));
    model.rows("Gifted").forEach(georgia::gifted);
    return georgia.expected;
  }

  private void ofTheSetup(Map<String, String> row) {
    Map<String, String> program = model.row("Program", row.get("programID"));
    String type = TYPES.get(program.get("programID"));
    if (type != null
        && KINDS.contains(program.get("programType"))
        && program.get("name").length() <= LONGEST_NAME
        && row.get("startDate").compareTo(LAST_DAY) <= 0
        && end(row).compareTo(FIRST_DAY) >= 0) {
      chosen(row, true)
          .ifPresent(
              enrollment -> {
                String later =
                    row.get("startDate").compareTo(enrollment.get("startDate")) > 0
                        ? row.get("startDate")
                        : enrollment.get("startDate");
                add(row, enrollment, program.get("name"), type, later);
              });
    }
  }

  private void ofTheState(Map<String, String> row, String code) {
    chosen(row, true)
        .ifPresent(
            enrollment ->
                add(row, enrollment, NAMES.getOrDefault(code, code), code, row.get("startDate")));
  }

  private void gifted(Map<String, String> row) {
    String code = "Gifted and Talented";
    if (row.containsKey("startDate")) {
      chosen(row, false)
          .ifPresent(
              enrollment -> add(row, enrollment, NAMES.get(code), code, row.get("startDate")));
    }
  }

  private void add(
      Map<String, String> row,
      Map<String, String> enrollment,
      String name,
      String type,
      String begin) {
    String student = model.row("Student", row.get("personID")).get("stateID");
    String school = school(enrollment).get("entityID");
    if (student != null && school != null) {
      expected.add(String.join(" | ", student, school, name, type, begin));
    }
  }

  private Optional<Map<String, String>> chosen(Map<String, String> row, boolean overlapping) {
    Map<String, Integer> order = new HashMap<>(Map.of("P", 1, "S", 2, "N", 3));
    Comparator<Map<String, String>> first =
        Comparator.comparing(each -> order.getOrDefault(each.get("serviceType"), 4));
    return model.rows("Enrollment").stream()
        .filter(each -> each.get("personID").equals(row.get("personID")))
        .filter(
            each ->
                each.get("startDate").compareTo(LAST_DAY) <= 0
                    && end(each).compareTo(FIRST_DAY) >= 0)
        .filter(
            each ->
                !overlapping
                    || (row.get("startDate").compareTo(end(each)) <= 0
                        && end(row).compareTo(each.get("startDate")) >= 0))
        .filter(each -> !isExcluded(each))
        .min(
            first
                .thenComparing(each -> each.get("startDate"))
                .thenComparing(each -> -Long.parseLong(each.get("enrollmentID"))));
  }

  private static String end(Map<String, String> row) {
    return row.getOrDefault("endDate", NO_END);
  }

  private Map<String, String> school(Map<String, String> enrollment) {
    return model.row("School", model.row("Calendar", enrollment.get("calendarID")).get("schoolID"));
  }

  private boolean isExcluded(Map<String, String> enrollment) {
    return List.of(
            Boolean.valueOf(enrollment.get("stateExclude")),
            Boolean.valueOf(enrollment.get("noShow")),
            Boolean.valueOf(
                model.row("GradeLevel", enrollment.get("gradeLevelID")).get("stateExclude")),
            Boolean.valueOf(model.row("Calendar", enrollment.get("calendarID")).get("exclude")),
            Boolean.valueOf(school(enrollment).get("exclude")))
        .contains(true);
  }

  /** The same of a sandbox's records, as {@code /sandbox/state} has them. */
  static Set<String> associations(String state) {
    return state
        .lines()
        .map(CanonicalJson::read)
        .filter(each -> each.path("resource").asText().equals("studentProgramAssociations"))
        .map(each -> association(each.path("body")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String association(JsonNode body) {
    JsonNode program = body.path("programReference");
    String type = program.path("programTypeDescriptor").asText();
    return String.join(
        " | ",
        body.path("studentReference").path("studentUniqueId").asText(),
        body.path("educationOrganizationReference").path("educationOrganizationId").asText(),
        program.path("programName").asText(),
        type.substring(type.indexOf('#') + 1),
        body.path("beginDate").asText());
  }
}
