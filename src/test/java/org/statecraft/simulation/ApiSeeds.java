package org.statecraft.simulation;

import java.util.List;

/** What other systems have sent to an Ed-Fi API before: the district, and its enrolled students. */
public final class ApiSeeds {

  private static final String ORGANIZATIONS =
      """
      {"resource": "localEducationAgencies", "body": {"localEducationAgencyId": 255901,
        "nameOfInstitution": "District", "categories": [{"educationOrganizationCategoryDescriptor":
          "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
        "localEducationAgencyCategoryDescriptor":
          "uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any"}},
      {"resource": "schools", "body": {"schoolId": 255901001, "nameOfInstitution": "School",
        "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor":
          "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
        "gradeLevels": [{"gradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Tenth"}],
        "localEducationAgencyReference": {"localEducationAgencyId": 255901}}}
      """;

  private static final String STUDENT =
      """
      ,{"resource": "students", "body": {"studentUniqueId": "%1$s", "firstName": "A",
        "lastSurname": "B", "birthDate": "2008-01-01"}},
      {"resource": "studentSchoolAssociations", "body": {"entryDate": "2024-08-15",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Tenth",
        "schoolReference": {"schoolId": 255901001},
        "studentReference": {"studentUniqueId": "%1$s"}}}
      """;

  private ApiSeeds() {}

  /** The seeds of a sandbox. */
  public static String of(List<String> uniqueIds) {
    StringBuilder seeds = new StringBuilder("[").append(ORGANIZATIONS);
    uniqueIds.forEach(id -> seeds.append(STUDENT.formatted(id)));
    return seeds.append("]").toString();
  }
}
