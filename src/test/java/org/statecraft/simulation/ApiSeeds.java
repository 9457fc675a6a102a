package org.statecraft.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.rules.Decision;

/** What other systems have sent to an Ed-Fi API before: districts, and their enrolled students. */
public final class ApiSeeds {

  private static final String ORGANIZATION =
      """
      {"resource": "localEducationAgencies", "body": {"localEducationAgencyId": %1$s,
        "nameOfInstitution": "District", "categories": [{"educationOrganizationCategoryDescriptor":
          "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
        "localEducationAgencyCategoryDescriptor":
          "uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any"}},
      {"resource": "schools", "body": {"schoolId": %2$d, "nameOfInstitution": "School",
        "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor":
          "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
        "gradeLevels": [{"gradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Tenth"}],
        "localEducationAgencyReference": {"localEducationAgencyId": %1$s}}}
      """;

  private static final String STUDENT =
      """
      {"resource": "students", "body": {"studentUniqueId": "%1$s", "firstName": "A",
        "lastSurname": "B", "birthDate": "2008-01-01"}},
      {"resource": "studentSchoolAssociations", "body": {"entryDate": "2024-08-15",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Tenth",
        "schoolReference": {"schoolId": %2$d},
        "studentReference": {"studentUniqueId": "%1$s"}}}
      """;

  private static final String PROGRAM =
      """
      {"resource": "programs", "body": {"programName": %1$s, "programTypeDescriptor": %2$s,
        "educationOrganizationReference": {"educationOrganizationId": %3$s}}}
      """;

  private static final int FIRST_SCHOOL = 900_001;

  private ApiSeeds() {}

  /** The seeds of a sandbox with the sample district. */
  public static String of(List<String> uniqueIds) {
    List<String> seeds = new ArrayList<>(List.of(ORGANIZATION.formatted("255901", 255_901_001)));
    uniqueIds.forEach(id -> seeds.add(STUDENT.formatted(id, 255_901_001)));
    return array(seeds);
  }

  /**
   * What records refer to that is not ours: organizations, and students enrolled in each of them.
   *
   * @param programs whether the programs are the state's
   * @param others students whom only others report
   */
  public static String referredBy(
      Collection<Decision.Desired> records, boolean programs, Set<String> others) {
    Set<String> organizations = new TreeSet<>();
    Set<String> students = new TreeSet<>(others);
    Set<String> seeds = new TreeSet<>();
    for (Decision.Desired each : records) {
      JsonNode body = each.body().tree();
      body.findValues("educationOrganizationId").forEach(id -> organizations.add(id.asText()));
      body.findValues("studentUniqueId").forEach(id -> students.add(id.asText()));
      JsonNode program = body.path("programReference");
      if (programs && program.isObject()) {
        seeds.add(
            PROGRAM.formatted(
                program.path("programName"),
                program.path("programTypeDescriptor"),
                program.path("educationOrganizationId").asText()));
      }
    }
    List<String> all = new ArrayList<>();
    int school = FIRST_SCHOOL;
    for (String organization : organizations) {
      all.add(ORGANIZATION.formatted(organization, school));
      for (String student : students) {
        all.add(STUDENT.formatted(student, school));
      }
      school++;
    }
    all.addAll(seeds);
    return array(all);
  }

  private static String array(List<String> seeds) {
    return "[" + String.join(",", seeds) + "]";
  }
}
