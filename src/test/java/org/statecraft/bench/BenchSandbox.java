package org.statecraft.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.statecraft.edfi.CanonicalJson;

/** A sandbox in another process: what it is loaded with, and what it was asked. */
final class BenchSandbox {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  BenchSandbox(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /** The district and a school of it. */
  static List<String> organization() {
    return List.of(
        "{\"resource\":\"localEducationAgencies\",\"body\":{\"localEducationAgencyId\":255901,"
            + "\"nameOfInstitution\":\"District\",\"localEducationAgencyCategoryDescriptor\":"
            + "\"uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Any\",\"categories\":[{"
            + "\"educationOrganizationCategoryDescriptor\":"
            + "\"uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any\"}]}}",
        "{\"resource\":\"schools\",\"body\":{\"schoolId\":255901001,\"nameOfInstitution\":"
            + "\"School\",\"educationOrganizationCategories\":[{"
            + "\"educationOrganizationCategoryDescriptor\":"
            + "\"uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Any\"}],"
            + "\"gradeLevels\":[{\"gradeLevelDescriptor\":"
            + "\"uri://ed-fi.org/GradeLevelDescriptor#Tenth grade\"}],"
            + "\"localEducationAgencyReference\":{\"localEducationAgencyId\":255901}}}");
  }

  /** A student and the enrollment without which a host shows nobody the student's records. */
  static void enrolled(String student, List<String> seeds) {
    seeds.add(
        "{\"resource\":\"students\",\"body\":{\"studentUniqueId\":\""
            + student
            + "\",\"firstName\":\"A\",\"lastSurname\":\"B\",\"birthDate\":\"2008-01-01\"}}");
    seeds.add(
        "{\"resource\":\"studentSchoolAssociations\",\"body\":{\"studentReference\":"
            + "{\"studentUniqueId\":\""
            + student
            + "\"},\"schoolReference\":{\"schoolId\":255901001},\"entryDate\":\"2024-08-20\","
            + "\"entryGradeLevelDescriptor\":\"uri://ed-fi.org/GradeLevelDescriptor#Tenth grade\"}}");
  }

  /** Loads records. */
  void post(List<String> seeds) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/sandbox/seed"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", seeds) + "]"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** How many requests the API had that write. */
  long writes() throws IOException, InterruptedException {
    long writes = 0;
    long after = 0;
    while (true) {
      JsonNode page =
          CanonicalJson.read(
              http.send(
                      HttpRequest.newBuilder(URI.create(base + "/sandbox/requests?after=" + after))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
      for (JsonNode each : page.path("requests")) {
        boolean writing =
            each.path("resource").isTextual() && !each.path("method").asText().equals("GET");
        writes += writing ? 1 : 0;
      }
      after += page.path("requests").size();
      if (after >= page.path("last").asLong()) {
        return writes;
      }
    }
  }

  /** Waits until it answers. */
  void await() throws InterruptedException {
    for (int tries = 0; tries < 600; tries++) {
      try {
        writes();
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the sandbox does not answer");
  }
}
