package org.statecraft.testing;

import java.time.Instant;
import java.util.List;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.plan.Verb;

/** Short ways to write plans in tests: programs that students share, and associations with them. */
public final class Plans {

  public static final ConnectionName CONNECTION = new ConnectionName("test-2025");
  public static final Instant CHANGED = Instant.parse("2025-01-02T03:04:05Z");

  private Plans() {}

  public static ResourceRef program(String name) {
    return new ResourceRef(
        new ResourceName("programs"),
        NaturalKey.of(
            "{\"educationOrganizationReference.educationOrganizationId\":255901,\"programName\":\""
                + name
                + "\",\"programTypeDescriptor\":\"uri://x/ProgramTypeDescriptor#CTE\"}"));
  }

  public static ResourceBody programBody(String name) {
    return body(
        "{\"educationOrganizationReference\":{\"educationOrganizationId\":255901},"
            + "\"programName\":\""
            + name
            + "\",\"programTypeDescriptor\":\"uri://x/ProgramTypeDescriptor#CTE\"}");
  }

  /** The association of a student with the program named "CTE", from a date. */
  public static ResourceRef association(String student, String beginDate) {
    return new ResourceRef(
        new ResourceName("studentCTEProgramAssociations"),
        NaturalKey.of(
            CanonicalJson.write(
                CanonicalJson.read(
                    "{\"studentReference.studentUniqueId\":\""
                        + student
                        + "\",\"educationOrganizationReference.educationOrganizationId\":255901,"
                        + "\"programReference.educationOrganizationId\":255901,"
                        + "\"programReference.programName\":\"CTE\","
                        + "\"programReference.programTypeDescriptor\":"
                        + "\"uri://x/ProgramTypeDescriptor#CTE\","
                        + "\"beginDate\":\""
                        + beginDate
                        + "\"}"))));
  }

  public static ResourceBody associationBody(String student, String beginDate, boolean flag) {
    return body(
        "{\"studentReference\":{\"studentUniqueId\":\""
            + student
            + "\"},\"educationOrganizationReference\":{\"educationOrganizationId\":255901},"
            + "\"programReference\":{\"educationOrganizationId\":255901,\"programName\":\"CTE\","
            + "\"programTypeDescriptor\":\"uri://x/ProgramTypeDescriptor#CTE\"},\"beginDate\":\""
            + beginDate
            + "\",\"nonTraditionalGenderStatus\":"
            + flag
            + "}");
  }

  private static ResourceBody body(String json) {
    return ResourceBody.of(CanonicalJson.read(json));
  }

  /** Make sure that the program exists. */
  public static Action shared(String name) {
    return new Action(
        Verb.POST,
        program(name),
        programBody(name),
        true,
        List.of("Program/1"),
        List.of(),
        List.of("CORE-1"));
  }

  public static Action post(String student, String beginDate, ResourceRef... after) {
    return write(Verb.POST, student, beginDate, false, after);
  }

  public static Action put(String student, String beginDate, boolean flag, ResourceRef... after) {
    return write(Verb.PUT, student, beginDate, flag, after);
  }

  private static Action write(
      Verb verb, String student, String beginDate, boolean flag, ResourceRef... after) {
    return new Action(
        verb,
        association(student, beginDate),
        associationBody(student, beginDate, flag),
        false,
        List.of("Participation/" + student, "Certification/" + student),
        List.of(after),
        List.of("CTE-1", "CTE-2"));
  }

  public static Action delete(String student, String beginDate) {
    return new Action(
        Verb.DELETE, association(student, beginDate), null, false, List.of(), List.of(), List.of());
  }

  public static StudentPlan plan(String student, Action... actions) {
    return new StudentPlan(new StudentId(student), CHANGED, "r1", List.of(actions));
  }
}
