package org.statecraft.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import org.statecraft.config.Problems;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.sandbox.EdFiClient.Reply;

/** A sandbox's configuration and seeds for tests. */
final class Samples {

  static final String SEEDS =
      """
      [{"resource": "programTypeDescriptors", "body": {"codeValue": "CTE",
         "namespace": "uri://ed-fi.org/ProgramTypeDescriptor", "shortDescription": "CTE"}},
       {"resource": "gradeLevelDescriptors", "body": {"codeValue": "Tenth grade",
         "namespace": "uri://ed-fi.org/GradeLevelDescriptor", "shortDescription": "10"}},
       {"resource": "educationOrganizationCategoryDescriptors", "body": {"codeValue": "Any",
         "namespace": "uri://ed-fi.org/EducationOrganizationCategoryDescriptor",
         "shortDescription": "Any"}},
       {"resource": "localEducationAgencyCategoryDescriptors", "body": {"codeValue": "Any",
         "namespace": "uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor",
         "shortDescription": "Any"}},
       {"resource": "localEducationAgencies", "body": {"localEducationAgencyId": 255901,
         "nameOfInstitution": "District", "categories": [{"educationOrganizationCategoryDescriptor":
           "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
         "localEducationAgencyCategoryDescriptor":
           "uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any"}},
       {"resource": "schools", "body": {"schoolId": 255901001, "nameOfInstitution": "School",
         "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor":
           "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any"}],
         "gradeLevels": [{"gradeLevelDescriptor":
           "uri://ed-fi.org/GradeLevelDescriptor#Tenth grade"}],
         "localEducationAgencyReference": {"localEducationAgencyId": 255901}}}]
      """;

  private Samples() {}

  static SandboxConfig config() {
    return config(InstantSource.system());
  }

  static SandboxConfig config(InstantSource clock) {
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(Path.of("rules/schema"), problems);
    problems.throwIfAny();
    return SandboxConfig.of(schemas, clock);
  }

  static String base(Sandbox sandbox) {
    return "http://127.0.0.1:" + sandbox.port();
  }

  static EdFiClient client(Sandbox sandbox) {
    return new EdFiClient(base(sandbox), "sandbox", "sandbox-secret");
  }

  /** Loads the seeds. */
  static void seed(Sandbox sandbox) {
    Reply reply =
        EdFiClient.send(
            EdFiClient.request(base(sandbox) + "/sandbox/seed")
                .POST(HttpRequest.BodyPublishers.ofString(SEEDS)));
    assertEquals(200, reply.status(), reply.body().toString());
    assertEquals(6, reply.body().path("loaded").asInt());
  }
}
