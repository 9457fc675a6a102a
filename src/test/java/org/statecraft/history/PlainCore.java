package org.statecraft.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceBody;

/**
 * What the core pack reports of one student, said once more in the plainest Java: no rule engine,
 * no facts, no planner. Only what the simulations use.
 */
final class PlainCore {

  static final String ASSOCIATIONS = "studentCTEProgramAssociations";
  static final String PROGRAMS = "programs";
  static final String TYPE = "uri://ed-fi.org/ProgramTypeDescriptor#Career and Technical Education";
  static final String PATHWAY = "uri://ed-fi.org/CareerPathwayDescriptor#Pathway ";
  private static final String SKILLS = "uri://ed-fi.org/TechnicalSkillsAssessmentDescriptor#";
  static final int MAPPED_PROGRAMS = 6;

  private static final LocalDate YEAR_START = LocalDate.of(2024, 7, 1);
  private static final LocalDate YEAR_END = LocalDate.of(2025, 6, 30);

  private final boolean withPrograms;

  /**
   * @param withPrograms whether the data standard has {@code ctePrograms}
   */
  PlainCore(boolean withPrograms) {
    this.withPrograms = withPrograms;
  }

  /** Hashes of the records of a student, by record. */
  Map<List<String>, String> records(String person, CampusRows own, CampusRows shared) {
    Map<List<String>, String> records = new HashMap<>();
    Optional<String> district = districtNumber(shared);
    Optional<String> student =
        own.find("Student", person).flatMap(row -> Optional.ofNullable(row.get("stateID")));
    if (district.isEmpty() || student.isEmpty() || !isEnrolled(person, own, shared)) {
      return records;
    }
    List<Map<String, String>> reported = reported(person, own, shared);
    Optional<Map<String, String>> primary = reported.stream().max(LATEST);
    Map<List<String>, List<Map<String, String>>> byKey =
        new TreeMap<>(Comparator.comparing(List::toString));
    for (Map<String, String> each : reported) {
      List<String> key =
          List.of(
              ASSOCIATIONS,
              each.get("startDate"),
              district.get(),
              district.get(),
              program(each, shared).get("name"),
              TYPE,
              student.get());
      byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(each);
    }
    byKey.forEach(
        (key, same) ->
            records.put(key, hash(association(key, same, primary.orElseThrow(), own, shared))));
    for (Map<String, String> each : reported) {
      String name = program(each, shared).get("name");
      records.put(
          List.of(PROGRAMS, district.get(), name, TYPE), hash(programBody(district.get(), name)));
    }
    return records;
  }

  private static final Comparator<Map<String, String>> LATEST =
      Comparator.comparing((Map<String, String> row) -> row.get("startDate"))
          .thenComparing(PlainCore::id);

  private static long id(Map<String, String> participation) {
    return Long.parseLong(participation.get("participationID"));
  }

  private static Optional<String> districtNumber(CampusRows shared) {
    return shared.all("District").stream()
        .map(row -> row.getOrDefault("edFiNumber", row.getOrDefault("number", "")))
        .filter(number -> !number.isEmpty())
        .findFirst();
  }

  private static boolean isEnrolled(String person, CampusRows own, CampusRows shared) {
    for (Map<String, String> each : own.all("Enrollment")) {
      Optional<Map<String, String>> calendar = shared.find("Calendar", each.get("calendarID"));
      Optional<Map<String, String>> school =
          calendar.flatMap(row -> shared.find("School", row.get("schoolID")));
      if (each.get("personID").equals(person)
          && inYear(each)
          && !isSet(each, "noShow")
          && calendar.filter(row -> isSet(row, "exclude")).isEmpty()
          && school.filter(row -> isSet(row, "exclude")).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static List<Map<String, String>> reported(
      String person, CampusRows own, CampusRows shared) {
    List<Map<String, String>> reported = new ArrayList<>();
    for (Map<String, String> each : own.all("ProgramParticipation")) {
      Optional<Map<String, String>> program = shared.find("Program", each.get("programID"));
      if (each.get("personID").equals(person)
          && inYear(each)
          && program.filter(row -> "CTE".equals(row.get("programType"))).isPresent()
          && Long.parseLong(each.get("programID")) <= MAPPED_PROGRAMS) {
        reported.add(each);
      }
    }
    return reported;
  }

  private static Map<String, String> program(Map<String, String> record, CampusRows shared) {
    return shared.find("Program", record.get("programID")).orElseThrow();
  }

  private static boolean inYear(Map<String, String> row) {
    LocalDate start = LocalDate.parse(row.get("startDate"));
    String end = row.get("endDate");
    return !start.isAfter(YEAR_END) && (end == null || !LocalDate.parse(end).isBefore(YEAR_START));
  }

  private static boolean isSet(Map<String, String> row, String flag) {
    return "true".equals(row.get(flag));
  }

  private ObjectNode association(
      List<String> key,
      List<Map<String, String>> same,
      Map<String, String> primary,
      CampusRows own,
      CampusRows shared) {
    same.sort(Comparator.comparing(PlainCore::id).reversed());
    Map<String, String> lead = same.get(0);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("beginDate", key.get(1));
    body.putObject("educationOrganizationReference")
        .put("educationOrganizationId", Long.parseLong(key.get(2)));
    body.putObject("programReference")
        .put("educationOrganizationId", Long.parseLong(key.get(3)))
        .put("programName", key.get(4))
        .put("programTypeDescriptor", key.get(5));
    body.putObject("studentReference").put("studentUniqueId", key.get(6));
    if (withPrograms) {
      body.set("ctePrograms", items(same, primary, shared));
    }
    if (lead.get("endDate") != null) {
      body.put("endDate", lead.get("endDate"));
    }
    if (lead.get("nonTraditional") != null) {
      body.put("nonTraditionalGenderStatus", isSet(lead, "nonTraditional"));
    }
    body.put("privateCTEProgram", false);
    skills(lead, own).ifPresent(code -> body.put("technicalSkillsAssessmentDescriptor", code));
    return body;
  }

  /** One item for each pathway, of the highest record; in the order an API keeps them. */
  private static ArrayNode items(
      List<Map<String, String>> same, Map<String, String> primary, CampusRows shared) {
    Map<String, ObjectNode> items = new TreeMap<>();
    for (Map<String, String> each : same) {
      ObjectNode item =
          JsonNodeFactory.instance
              .objectNode()
              .put("careerPathwayDescriptor", PATHWAY + each.get("programID"));
      String code = program(each, shared).get("code");
      if (code != null) {
        item.put("cipCode", code);
      }
      item.put("cteProgramCompletionIndicator", "C".equals(each.get("studentStatus")))
          .put("primaryCTEProgramIndicator", id(each) == id(primary));
      items.putIfAbsent(each.get("programID"), item);
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    items.values().stream().sorted(Comparator.comparing(CanonicalJson::write)).forEach(list::add);
    return list;
  }

  /** No mapping is chosen in the simulations, so those packaged with the pack hold. */
  private static Optional<String> skills(Map<String, String> lead, CampusRows own) {
    Optional<Map<String, String>> latest =
        own.all("ProgramParticipationCertification").stream()
            .filter(row -> row.get("participationID").equals(lead.get("participationID")))
            .max(
                Comparator.comparing(
                        (Map<String, String> row) -> row.getOrDefault("certificationDate", ""))
                    .thenComparing(row -> Long.parseLong(row.get("certificationID"))));
    String said =
        latest.filter(row -> isSet(row, "passed")).isPresent()
            ? "Passed"
            : latest.filter(row -> isSet(row, "attempted")).isPresent() ? "Attempted" : "None";
    return switch (said) {
      case "Passed" -> Optional.of(SKILLS + "Passed");
      case "Attempted" -> Optional.of(SKILLS + "Not Passed");
      default -> Optional.empty();
    };
  }

  static ObjectNode programBody(String district, String name) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("educationOrganizationReference")
        .put("educationOrganizationId", Long.parseLong(district));
    return body.put("programName", name).put("programTypeDescriptor", TYPE);
  }

  private static String hash(ObjectNode body) {
    return ResourceBody.of(body).hash().toString();
  }
}
