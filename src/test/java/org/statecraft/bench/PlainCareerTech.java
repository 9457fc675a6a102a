package org.statecraft.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.StudentFacts;
import org.statecraft.rules.Decision;

/**
 * What the core pack says, written by hand as a programmer would who has only this page to serve:
 * the floor of deciding. It gives the records with bodies, keys and hashes and the exclusions; it
 * keeps no trace of rules, checks no lengths and cannot be changed without a release.
 */
final class PlainCareerTech {

  private static final ResourceName ASSOCIATIONS =
      new ResourceName("studentCTEProgramAssociations");
  private static final ResourceName PROGRAMS = new ResourceName("programs");
  private static final String CAREER_TECH = "CTE";

  private final LocalDate yearStart;
  private final LocalDate yearEnd;
  private final Map<String, String> programTypes;
  private final Map<String, String> pathways;
  private final Map<String, String> completed;
  private final Map<String, String> skills;

  PlainCareerTech(ConnectionFacts connection, Map<String, Map<String, Optional<String>>> codes) {
    this.yearStart = connection.yearStart();
    this.yearEnd = connection.yearEnd();
    this.programTypes = present(codes, "ProgramType");
    this.pathways = present(codes, "CareerPathway");
    this.completed = present(codes, "CompletedStatus");
    this.skills = present(codes, "TechnicalSkills");
  }

  private static Map<String, String> present(
      Map<String, Map<String, Optional<String>>> codes, String name) {
    Map<String, String> present = new java.util.HashMap<>();
    codes
        .getOrDefault(name, Map.of())
        .forEach((value, code) -> code.ifPresent(known -> present.put(value, known)));
    return present;
  }

  /** What should exist and what is left out. */
  record Result(List<Decision.Desired> desired, List<Decision.Excluded> exclusions) {}

  /** A Career Tech record of the year. */
  private record Participation(Fact row, long id, LocalDate start, Fact program) {}

  /** One association before those with one natural key are merged. */
  private record Entry(Participation of, NaturalKey key, ResourceRef program, String item) {}

  Result decide(StudentFacts facts) {
    List<Participation> inYear = new ArrayList<>();
    Fact student = null;
    Fact district = null;
    boolean enrolled = false;
    boolean counting = false;
    TreeSet<String> reasons = new TreeSet<>();
    List<Decision.Excluded> exclusions = new ArrayList<>();
    for (Fact row : facts.own()) {
      switch (row.table().name().value()) {
        case "Student" -> student = row;
        case "Enrollment" -> {
          if (overlaps(row)) {
            enrolled = true;
            counting |= !excluded(row, facts.shared(), reasons);
          }
        }
        case "ProgramParticipation" -> {
          Fact program = find(facts.shared(), "Program", "programID", row.value("programID"));
          if (overlaps(row)
              && program != null
              && (CAREER_TECH.equals(program.value("programType"))
                  || CAREER_TECH.equals(program.value("category")))) {
            inYear.add(
                new Participation(
                    row,
                    (Long) row.value("participationID"),
                    (LocalDate) row.value("startDate"),
                    program));
          }
        }
        default -> {}
      }
    }
    for (Fact row : facts.shared()) {
      if (row.table().name().value().equals("District")
          && (district == null
              || (Long) row.value("districtID") < (Long) district.value("districtID"))) {
        district = row;
      }
    }
    String number = district == null ? null : numberOf(district);
    Object uniqueId = student == null ? null : student.value("uniqueId");
    List<Participation> reported = new ArrayList<>();
    for (Participation each : inYear) {
      int before = exclusions.size();
      String program = each.program().value("programID").toString();
      if (!programTypes.containsKey(program)) {
        exclude(exclusions, each, "Program not mapped to an Ed-Fi Code", "CORE-CTE-10");
      }
      if (!enrolled) {
        exclude(exclusions, each, "No enrollment in the configured year", "CORE-CTE-11");
      }
      if (!counting) {
        for (String reason : reasons) {
          exclude(exclusions, each, reason, "CORE-CTE-12");
        }
      }
      if (uniqueId == null) {
        exclude(exclusions, each, "Student has no unique id", "CORE-CTE-13");
      }
      if (number == null) {
        exclude(exclusions, each, "District has no number", "CORE-CTE-14");
      }
      if (exclusions.size() == before) {
        reported.add(each);
      }
    }
    return new Result(
        records(facts, reported, String.valueOf(uniqueId), String.valueOf(number)), exclusions);
  }

  private boolean overlaps(Fact row) {
    LocalDate start = (LocalDate) row.value("startDate");
    LocalDate end = (LocalDate) row.value("endDate");
    return start != null && !start.isAfter(yearEnd) && (end == null || !end.isBefore(yearStart));
  }

  private static @Nullable String numberOf(Fact district) {
    Object edFi = district.value("edFiNumber");
    Object number = edFi == null ? district.value("number") : edFi;
    return number == null ? null : number.toString();
  }

  private static boolean excluded(Fact enrollment, List<Fact> shared, TreeSet<String> reasons) {
    boolean excluded = false;
    if (Boolean.TRUE.equals(enrollment.value("noShow"))) {
      excluded = true;
      reasons.add("Enrollment No Show");
    }
    Fact calendar = find(shared, "Calendar", "calendarID", enrollment.value("calendarID"));
    if (calendar != null) {
      if (Boolean.TRUE.equals(calendar.value("exclude"))) {
        excluded = true;
        reasons.add("Calendar Exclude");
      }
      Fact school = find(shared, "School", "schoolID", calendar.value("schoolID"));
      if (school != null && Boolean.TRUE.equals(school.value("exclude"))) {
        excluded = true;
        reasons.add("School Exclude");
      }
    }
    return excluded;
  }

  private static @Nullable Fact find(
      List<Fact> facts, String table, String column, @Nullable Object key) {
    for (Fact fact : facts) {
      if (fact.table().name().value().equals(table) && Objects.equals(fact.value(column), key)) {
        return fact;
      }
    }
    return null;
  }

  private static void exclude(
      List<Decision.Excluded> exclusions, Participation of, String reason, String rule) {
    exclusions.add(
        new Decision.Excluded(
            Optional.of(ASSOCIATIONS), "ProgramParticipation/" + of.id(), reason, rule));
  }

  private List<Decision.Desired> records(
      StudentFacts facts, List<Participation> reported, String uniqueId, String number) {
    if (reported.isEmpty()) {
      return List.of();
    }
    Participation primary = reported.get(0);
    for (Participation each : reported) {
      int byStart = each.start().compareTo(primary.start());
      if (byStart > 0 || (byStart == 0 && each.id() > primary.id())) {
        primary = each;
      }
    }
    TreeMap<String, List<Entry>> byKey = new TreeMap<>();
    TreeMap<String, List<Participation>> programs = new TreeMap<>();
    Map<String, ResourceRef> programRefs = new java.util.HashMap<>();
    for (Participation each : reported) {
      Object name = each.program().value("name");
      String type = programTypes.get(each.program().value("programID").toString());
      String programKey =
          "{\"educationOrganizationReference.educationOrganizationId\":"
              + number
              + ",\"programName\":"
              + quoted(name)
              + ",\"programTypeDescriptor\":"
              + quoted(type)
              + "}";
      ResourceRef program =
          programRefs.computeIfAbsent(
              programKey, json -> new ResourceRef(PROGRAMS, NaturalKey.of(json)));
      programs.computeIfAbsent(programKey, key -> new ArrayList<>()).add(each);
      String key =
          "{\"beginDate\":\""
              + each.start()
              + "\",\"educationOrganizationReference.educationOrganizationId\":"
              + number
              + ",\"programReference.educationOrganizationId\":"
              + number
              + ",\"programReference.programName\":"
              + quoted(name)
              + ",\"programReference.programTypeDescriptor\":"
              + quoted(type)
              + ",\"studentReference.studentUniqueId\":"
              + quoted(uniqueId)
              + "}";
      List<Entry> sameKey = byKey.computeIfAbsent(key, json -> new ArrayList<>());
      NaturalKey naturalKey = sameKey.isEmpty() ? NaturalKey.of(key) : sameKey.get(0).key();
      sameKey.add(new Entry(each, naturalKey, program, item(each, each == primary)));
    }
    List<Decision.Desired> desired = new ArrayList<>(programs.size() + byKey.size());
    programs.forEach((key, from) -> desired.add(program(programRefs.get(key), from, number)));
    byKey.values().forEach(same -> desired.add(association(facts, same, uniqueId, number)));
    return desired;
  }

  private String item(Participation of, boolean primary) {
    StringBuilder item = new StringBuilder(160).append('{');
    String pathway = pathways.get(of.program().value("programID").toString());
    if (pathway != null) {
      item.append("\"careerPathwayDescriptor\":").append(quoted(pathway)).append(',');
    }
    Object code = of.program().value("code");
    if (code != null) {
      item.append("\"cipCode\":").append(quoted(code)).append(',');
    }
    Object status = of.row().value("studentStatus");
    return item.append("\"cteProgramCompletionIndicator\":")
        .append(status != null && completed.containsKey(status.toString()))
        .append(",\"primaryCTEProgramIndicator\":")
        .append(primary)
        .append('}')
        .toString();
  }

  private Decision.Desired program(ResourceRef ref, List<Participation> from, String number) {
    Participation lead = from.get(0);
    TreeSet<String> sources = new TreeSet<>();
    for (Participation each : from) {
      sources.add("Program/" + each.program().value("programID"));
      if ((Long) each.program().value("programID") > (Long) lead.program().value("programID")) {
        lead = each;
      }
    }
    String body =
        "{\"educationOrganizationReference\":{\"educationOrganizationId\":"
            + number
            + "},\"programName\":"
            + quoted(lead.program().value("name"))
            + ",\"programTypeDescriptor\":"
            + quoted(programTypes.get(lead.program().value("programID").toString()))
            + "}";
    return new Decision.Desired(
        ref,
        ResourceBody.ofCanonical(body),
        true,
        List.copyOf(sources),
        List.of(),
        List.of("CORE-PRG-1"));
  }

  private Decision.Desired association(
      StudentFacts facts, List<Entry> same, String uniqueId, String number) {
    Entry lead = same.get(0);
    TreeSet<String> sources = new TreeSet<>();
    for (Entry each : same) {
      sources.add("ProgramParticipation/" + each.of().id());
      if (each.of().id() > lead.of().id()) {
        lead = each;
      }
    }
    same.sort((one, two) -> Long.compare(two.of().id(), one.of().id()));
    TreeMap<String, String> items = new TreeMap<>();
    for (Entry each : same) {
      String pathway = pathways.getOrDefault(each.of().program().value("programID").toString(), "");
      items.putIfAbsent(pathway, each.item());
    }
    StringBuilder body = new StringBuilder(900);
    body.append("{\"beginDate\":\"").append(lead.of().start());
    body.append("\",\"ctePrograms\":[").append(String.join(",", items.values()));
    body.append("],\"educationOrganizationReference\":{\"educationOrganizationId\":")
        .append(number)
        .append('}');
    Object end = lead.of().row().value("endDate");
    if (end != null) {
      body.append(",\"endDate\":\"").append(end).append('"');
    }
    body.append(",\"nonTraditionalGenderStatus\":").append(lead.of().row().value("nonTraditional"));
    body.append(",\"privateCTEProgram\":false,\"programReference\":{\"educationOrganizationId\":")
        .append(number)
        .append(",\"programName\":")
        .append(quoted(lead.of().program().value("name")))
        .append(",\"programTypeDescriptor\":")
        .append(quoted(programTypes.get(lead.of().program().value("programID").toString())))
        .append("},\"studentReference\":{\"studentUniqueId\":")
        .append(quoted(uniqueId))
        .append('}');
    String skill = skills.get(certification(facts.own(), lead.of().id()));
    if (skill != null) {
      body.append(",\"technicalSkillsAssessmentDescriptor\":").append(quoted(skill));
    }
    return new Decision.Desired(
        new ResourceRef(ASSOCIATIONS, lead.key()),
        ResourceBody.ofCanonical(body.append('}').toString()),
        false,
        List.copyOf(sources),
        List.of(lead.program()),
        List.of("CORE-CTE-2"));
  }

  private static String certification(List<Fact> own, long participation) {
    Fact latest = null;
    LocalDate latestDate = LocalDate.MIN;
    for (Fact row : own) {
      if (!row.table().name().value().equals("ProgramParticipationCertification")
          || (Long) row.value("participationID") != participation) {
        continue;
      }
      Object given = row.value("certificationDate");
      LocalDate date = given == null ? LocalDate.MIN : (LocalDate) given;
      int byDate = latest == null ? 1 : date.compareTo(latestDate);
      if (byDate > 0
          || (byDate == 0
              && (Long) row.value("certificationID")
                  > (Long) Objects.requireNonNull(latest).value("certificationID"))) {
        latest = row;
        latestDate = date;
      }
    }
    if (latest == null) {
      return "None";
    }
    return Boolean.TRUE.equals(latest.value("passed"))
        ? "Passed"
        : Boolean.TRUE.equals(latest.value("attempted")) ? "Attempted" : "None";
  }

  private static String quoted(@Nullable Object text) {
    StringBuilder quoted = new StringBuilder(64).append('"');
    JsonStringEncoder.getInstance().quoteAsString(String.valueOf(text), quoted);
    return quoted.append('"').toString();
  }
}
