package org.statecraft.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.edfi.CanonicalJson;

/**
 * The rules of Indiana once more, in the plainest way, by the last rows of a sample year; dates are
 * compared as texts. An association is student, school, program, begin and end date.
 */
@NullUnmarked
final class PlainIndiana {

  private static final String FIRST_DAY = "2024-07-01";
  private static final String LAST_DAY = "2025-06-30";
  private static final String YEAR_BEFORE = "2023-07-01";
  private static final String NO_END = "9999-12-31";

  /** Those of whiteriver/connection.yaml; the state has not loaded number 4. */
  private static final Map<String, String> HIGH_ABILITY =
      Map.of(
          "1", "High Ability Language Arts", "2", "High Ability Math", "3", "General Intellectual");

  private static final Map<String, String> LANGUAGE =
      Map.of("1", "Content-based ELD", "2", "Dual Language/Immersion");

  private static final Map<String, String> HOMELESS =
      Map.of(
          "Doubled Up",
          "Homeless Doubled-up",
          "Hotels/Motels",
          "Homeless Hotels/Motels",
          "Shelters and Transitional Housing",
          "Homeless Shelters and Transitional Housing",
          "Unsheltered",
          "Homeless Unsheltered");

  private static final Map<String, String> PROGRAMS =
      Map.of(
          "504 Plan", "Section 504",
          "Homebound", "Homebound/Hospitalized",
          "Homebound/Hospitalized", "Homebound/Hospitalized");

  private final PlainModel model;
  private final Set<String> expected = new TreeSet<>();

  private PlainIndiana(PlainModel model) {
    this.model = model;
  }

  static Set<String> expected(PlainModel model) {
    PlainIndiana indiana = new PlainIndiana(model);
    model.rows("Enrollment").forEach(indiana::enrollment);
    model.rows("RelatedPair").forEach(indiana::guardian);
    model.rows("FosterCare").forEach(row -> indiana.record(row, "Foster Care"));
    model.rows("Homeless").forEach(indiana::homeless);
    model.rows("POSEligibility").forEach(indiana::meals);
    model.rows("ProgramParticipation").forEach(indiana::participation);
    model.rows("Lep").forEach(indiana::learner);
    model.rows("Identity").forEach(indiana::immigrant);
    return indiana.expected;
  }

  private void enrollment(Map<String, String> row) {
    if (isOfYear(row) && !isExcluded(row)) {
      Stream.of(
              isTrue(row, "foreignExchange") ? "Foreign Exchange" : null,
              isTrue(row, "migrant") ? "Migrant Education" : null,
              HIGH_ABILITY.get(row.getOrDefault("highAbility", "")),
              row.containsKey("virtualStudent") ? "Virtual Education" : null)
          .filter(program -> program != null)
          .forEach(program -> add(row, row, program, row.get("startDate"), row.get("endDate")));
    }
  }

  private static boolean isTrue(Map<String, String> row, String column) {
    return "true".equals(row.get(column));
  }

  private void guardian(Map<String, String> pair) {
    for (Map<String, String> row : model.rows("MilitaryConnection")) {
      if (isTrue(pair, "guardian")
          && row.get("personID").equals(pair.get("personID2"))
          && isOfYear(row)) {
        of(pair.get("personID1"), row, "Parent in Military");
      }
    }
  }

  private void homeless(Map<String, String> row) {
    record(row, HOMELESS.get(row.get("primaryNighttimeResidence")));
    if (isTrue(row, "runaway") || row.get("unaccompaniedYouth").equals("Y")) {
      record(row, "Unaccompanied Youth");
    }
  }

  private void meals(Map<String, String> row) {
    boolean old =
        row.get("startDate").compareTo(FIRST_DAY) < 0
            && row.get("startDate").compareTo(YEAR_BEFORE) >= 0
            && end(row).compareTo(LAST_DAY) <= 0;
    boolean isReplaced =
        old
            && model.rows("POSEligibility").stream()
                .filter(each -> each.get("personID").equals(row.get("personID")))
                .anyMatch(each -> isMeal(each) && each.get("startDate").compareTo(FIRST_DAY) >= 0);
    if (isMeal(row) && !isReplaced) {
      record(
          row,
          row.get("eligibility").equals("FREE")
              ? "School Food Services Free Lunch"
              : "School Food Services Reduced Lunch");
    }
  }

  private static boolean isMeal(Map<String, String> row) {
    return isOfYear(row) && !row.get("eligibility").equals("PAID");
  }

  /** Of two with one start the higher id speaks. */
  private void participation(Map<String, String> row) {
    String program = program(row);
    boolean isSilent =
        model.rows("ProgramParticipation").stream()
            .filter(each -> each.get("personID").equals(row.get("personID")))
            .filter(each -> each.get("startDate").equals(row.get("startDate")) && isOfYear(each))
            .anyMatch(each -> isHigher(each, row) && program(each) != null);
    if (program != null && !isSilent) {
      record(row, program);
    }
  }

  private static boolean isHigher(Map<String, String> one, Map<String, String> other) {
    return Long.parseLong(one.get("participationID"))
        > Long.parseLong(other.get("participationID"));
  }

  private String program(Map<String, String> row) {
    return PROGRAMS.get(model.row("Program", row.get("programID")).get("name"));
  }

  private void learner(Map<String, String> row) {
    Collection<Map<String, String>> services =
        model.rows("LepService").stream()
            .filter(each -> each.get("lepID").equals(row.get("lepID")) && isOfYear(each))
            .toList();
    if (!services.isEmpty()) {
      Map<String, String> service = services.iterator().next();
      String end =
          Stream.of(end(service), row.get("exitDate"), row.get("parentRefusedDate"))
              .filter(date -> date != null)
              .min(Comparator.naturalOrder())
              .orElseThrow();
      Map<String, String> dates =
          end.equals(NO_END)
              ? Map.of("startDate", row.get("identifiedDate"))
              : Map.of("startDate", row.get("identifiedDate"), "endDate", end);
      of(row.get("personID"), dates, LANGUAGE.get(service.get("serviceType")));
    }
  }

  private void immigrant(Map<String, String> row) {
    if (!row.get("birthCountry").equals("USA")) {
      chosen(row.get("personID"), null)
          .ifPresent(
              enrollment ->
                  add(
                      row,
                      enrollment,
                      "Immigrant Education",
                      enrollment.get("startDate"),
                      enrollment.get("endDate")));
    }
  }

  private void record(Map<String, String> row, String program) {
    of(row.get("personID"), row, program);
  }

  private void of(String person, Map<String, String> dates, String program) {
    if (isOfYear(dates)) {
      chosen(person, dates)
          .ifPresent(
              enrollment ->
                  add(
                      Map.of("personID", person),
                      enrollment,
                      program,
                      dates.get("startDate"),
                      dates.get("endDate")));
    }
  }

  private void add(
      Map<String, String> row,
      Map<String, String> enrollment,
      String program,
      String begin,
      String end) {
    String student = model.row("Student", row.get("personID")).get("stateID");
    if (student != null) {
      String school = "109920" + school(enrollment).get("number");
      expected.add(String.join(" | ", student, school, program, begin, end == null ? "" : end));
    }
  }

  /** The enrollment a record is reported under: those that overlap it first, if there are any. */
  private Optional<Map<String, String>> chosen(String person, Map<String, String> dates) {
    List<Map<String, String>> counting =
        model.rows("Enrollment").stream()
            .filter(each -> each.get("personID").equals(person))
            .filter(each -> isOfYear(each) && !isExcluded(each))
            .toList();
    List<Map<String, String>> overlapping =
        counting.stream()
            .filter(
                each ->
                    dates != null
                        && dates.get("startDate").compareTo(end(each)) <= 0
                        && end(dates).compareTo(each.get("startDate")) >= 0)
            .toList();
    Comparator<Map<String, String>> first =
        Comparator.comparing(each -> "PS".indexOf(each.get("serviceType")));
    return (overlapping.isEmpty() ? counting : overlapping)
        .stream()
            .min(
                first
                    .thenComparing(each -> each.get("startDate"), Comparator.reverseOrder())
                    .thenComparing(each -> -Long.parseLong(each.get("enrollmentID"))));
  }

  private static boolean isOfYear(Map<String, String> row) {
    return row.get("startDate").compareTo(LAST_DAY) <= 0 && end(row).compareTo(FIRST_DAY) >= 0;
  }

  private static String end(Map<String, String> row) {
    return row.getOrDefault("endDate", NO_END);
  }

  private Map<String, String> school(Map<String, String> enrollment) {
    return model.row("School", model.row("Calendar", enrollment.get("calendarID")).get("schoolID"));
  }

  private boolean isExcluded(Map<String, String> enrollment) {
    return Stream.of(
            enrollment.get("stateExclude"),
            enrollment.get("noShow"),
            model.row("GradeLevel", enrollment.get("gradeLevelID")).get("stateExclude"),
            model.row("Calendar", enrollment.get("calendarID")).get("exclude"),
            school(enrollment).get("exclude"))
        .anyMatch("true"::equals);
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
    return String.join(
        " | ",
        body.path("studentReference").path("studentUniqueId").asText(),
        body.path("educationOrganizationReference").path("educationOrganizationId").asText(),
        body.path("programReference").path("programName").asText(),
        body.path("beginDate").asText(),
        body.path("endDate").asText());
  }
}
