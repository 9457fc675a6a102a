package org.statecraft.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.programBody;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.statecraft.deliver.Refusal.Rejected;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.OutboxEntry;
import org.statecraft.plan.Verb;

class CauseTextTest {

  @Test
  void ofRecord_namesTheElementsAndNotTheirPlaces() {
    assertEquals(
        "rejected programs $.items[].name, $.x",
        cause(
            "{\"type\":\"urn:ed-fi:api:bad-request:data-validation-failed\",\"validationErrors\":"
                + "{\"$.x\":[\"?\"],\"$.items[3].name\":[\"?\"],\"$.items[4].name\":[\"?\"]}}"));
    assertEquals(
        "rejected programs request.schoolReference.schoolId",
        cause("{\"modelState\":{\"request.schoolReference.schoolId\":[\"too large\"]}}"));
    assertEquals(
        "rejected programs {requestBody}.beginDate",
        cause("{\"error\":[{\"message\":\"m\",\"path\":\"{requestBody}.beginDate\"}]}"));
  }

  @Test
  void ofRecord_namesADescriptorThatTheApiDoesNotHave() {
    assertEquals(
        "rejected programs uri://ed-fi.org/ProgramTypeDescriptor#Nope",
        cause(
            "{\"message\":\"Unable to resolve value 'uri://ed-fi.org/ProgramTypeDescriptor#Nope' to"
                + " an existing 'ProgramTypeDescriptor' resource.\"}"));
  }

  @Test
  void ofRecord_namesWhatAnOlderServerRequires() {
    assertEquals(
        "rejected programs BeginDate is required",
        cause("{\"message\":\"Validation of 'X' failed.\\n\\tBeginDate is required.\"}"));
  }

  @Test
  void ofRecord_repeatsNothingThatMayBeAboutAPerson() {
    String cause =
        cause("{\"message\":\"The value 'Jane Doe' of 2008-01-02 is not good, says 604822.\"}");
    assertEquals("rejected programs 400", cause);
    assertFalse(
        CauseText.detail(delivery("{\"message\":\"The value 'Jane Doe' is not good.\"}"))
            .contains("Jane"));
  }

  private static String cause(String body) {
    return CauseText.ofRecord(delivery(body), ErrorType.REJECTED);
  }

  private static Delivery delivery(String body) {
    OutboxEntry entry =
        new OutboxEntry(
            1,
            1,
            CONNECTION,
            program("CTE"),
            null,
            Verb.POST,
            programBody("CTE"),
            1,
            null,
            Instant.EPOCH,
            null,
            null,
            false);
    Rejected rejected = new Rejected(ErrorType.REJECTED);
    return Delivery.unsent(entry, rejected)
        .after(Verb.POST, rejected, new Answer(400, null, Optional.empty(), body));
  }
}
