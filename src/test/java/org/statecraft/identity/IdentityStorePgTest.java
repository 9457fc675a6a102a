package org.statecraft.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.Plans.CONNECTION;
import static org.statecraft.testing.Plans.association;
import static org.statecraft.testing.Plans.associationBody;
import static org.statecraft.testing.Plans.program;
import static org.statecraft.testing.Plans.programBody;
import static org.statecraft.testing.TestDatabase.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.testing.TestDatabase;

class IdentityStorePgTest {

  private static final StudentId ANNA = new StudentId("1");
  private static final StudentId BEN = new StudentId("2");

  private static TestDatabase test;

  private final IdentityStore store = new IdentityStore();

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(test.database().run("TRUNCATE identity_mapping"));
  }

  @Test
  void ofStudents_givesBackWhatWasPlanned() {
    PlannedRecord planned = own(ANNA, "2024-08-20", true);
    plan(planned, own(BEN, "2024-08-20", false));
    Map<StudentId, List<IdentityMapping>> all = ofStudents(ANNA, BEN, new StudentId("3"));
    assertEquals(
        List.of(
            new IdentityMapping(
                planned.record(), planned.sources(), planned.body(), null, null, false)),
        all.get(ANNA));
    assertEquals(1, all.getOrDefault(BEN, List.of()).size());
    assertEquals(List.of(), all.get(new StudentId("3")));
  }

  @Test
  void ofStudents_knowsNothingOfOtherConnections() {
    plan(own(ANNA, "2024-08-20", true));
    assertEquals(
        Map.of(ANNA, List.of()),
        await(store.ofStudents(test.database(), new ConnectionName("other"), List.of(ANNA))));
  }

  @Test
  void plan_aDeletionKeepsWhatIsKnownOfTheRecord() {
    PlannedRecord planned = own(ANNA, "2024-08-20", true);
    plan(planned);
    confirm(new ConfirmedRecord(planned.record(), planned.body(), new OdsId("x"), true));
    plan(new PlannedRecord(planned.record(), ANNA, List.of(), null, "r2", false));
    IdentityMapping mapping = ofStudents(ANNA).getOrDefault(ANNA, List.of()).get(0);
    assertNull(mapping.planned());
    assertEquals(planned.body(), mapping.sent());
    assertEquals(new OdsId("x"), mapping.odsId());
    assertTrue(mapping.uncertain());
    assertEquals(List.of(), mapping.sources());
  }

  @Test
  void plan_leavesASharedRecordThatIsPlannedAsItIs() {
    assertEquals(Set.of(program("CTE")), plan(shared("CTE", "Program/1")));
    assertEquals(
        Set.of(program("Other")), plan(shared("CTE", "Program/2"), shared("Other", "Program/2")));
    assertEquals("r1Program/1", sources("CTE"));
  }

  @Test
  void plan_bringsBackASharedRecordThatWasToBeDeleted() {
    plan(shared("CTE", "Program/1"));
    plan(new PlannedRecord(program("CTE"), null, List.of(), null, "r1", false));
    assertEquals(Set.of(), existing(program("CTE")));
    assertEquals(Set.of(program("CTE")), plan(shared("CTE", "Program/3")));
    assertEquals("r1Program/3", sources("CTE"));
  }

  @Test
  void existing_namesTheRecordsThatArePlannedToExist() {
    plan(shared("CTE", "Program/1"));
    assertEquals(Set.of(program("CTE")), existing(program("CTE"), program("Other")));
    assertEquals(Set.of(), existing());
  }

  @Test
  void forget_removesOnlyWhatIsNeitherWantedNorAtTheApi() {
    ResourceRef wanted = association("1", "2024-08-20");
    ResourceRef sent = association("1", "2024-08-21");
    ResourceRef doubtful = association("1", "2024-08-22");
    ResourceRef gone = association("1", "2024-08-23");
    plan(own(ANNA, "2024-08-20", true), gone(sent), gone(doubtful), gone(gone));
    confirm(
        new ConfirmedRecord(sent, associationBody("1", "2024-08-21", true), null, false),
        new ConfirmedRecord(doubtful, null, null, true));
    await(
        test.database()
            .inTransaction(
                tx -> store.forget(tx, CONNECTION, List.of(wanted, sent, doubtful, gone))));
    assertEquals(
        Set.of(wanted, sent, doubtful),
        Set.copyOf(
            ofStudents(ANNA).getOrDefault(ANNA, List.of()).stream()
                .map(IdentityMapping::record)
                .toList()));
  }

  private static PlannedRecord own(StudentId student, String beginDate, boolean flag) {
    return new PlannedRecord(
        association(student.value(), beginDate),
        student,
        List.of("Participation/7", "Certification/8"),
        associationBody(student.value(), beginDate, flag),
        "r1",
        false);
  }

  private static PlannedRecord gone(ResourceRef record) {
    return new PlannedRecord(record, ANNA, List.of(), null, "r1", false);
  }

  private static PlannedRecord shared(String name, String source) {
    return new PlannedRecord(program(name), null, List.of(source), programBody(name), "r1", true);
  }

  private Set<ResourceRef> plan(PlannedRecord... records) {
    return await(test.database().inTransaction(tx -> store.plan(tx, CONNECTION, List.of(records))));
  }

  private void confirm(ConfirmedRecord... records) {
    await(test.database().inTransaction(tx -> store.confirm(tx, CONNECTION, List.of(records))));
  }

  private Set<ResourceRef> existing(ResourceRef... records) {
    return await(store.existing(test.database(), CONNECTION, List.of(records)));
  }

  private Map<StudentId, List<IdentityMapping>> ofStudents(StudentId... students) {
    return await(store.ofStudents(test.database(), CONNECTION, List.of(students)));
  }

  private static String sources(String program) {
    return await(
            test.database()
                .run(
                    "SELECT revision || array_to_string(sources, ',') FROM identity_mapping"
                        + " WHERE key_hash = $1",
                    program(program).key().hash()))
        .iterator()
        .next()
        .getString(0);
  }
}
