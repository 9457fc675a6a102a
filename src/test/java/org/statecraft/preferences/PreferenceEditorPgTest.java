package org.statecraft.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.preferences.PreferenceUnits.CORE;
import static org.statecraft.preferences.PreferenceUnits.connection;
import static org.statecraft.preferences.PreferenceUnits.seed;
import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statecraft.connections.Author;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceDiff;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.rows.RowStore;
import org.statecraft.testing.TestDatabase;

class PreferenceEditorPgTest {

  private static final Author JANE = new Author("jane", Author.Origin.IMPORT);
  private static final String A = "uri://x/ProgramTypeDescriptor#A";
  private static final String B = "uri://x/ProgramTypeDescriptor#B";
  private static final String ONE =
      "resources: {programs: {enabled: true}}\nmappings: {ProgramType: {'1': '" + A + "'}}";

  private static TestDatabase test;

  private final PreferenceStore store = new PreferenceStore();

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void change_isCarriedOut_andKeptWithWhoAndWhenAndWhatWasBefore() {
    Connection connection = connection("kept", "kept", CORE, 2025);
    change(connection, ONE);
    change(
        connection,
        "resources: {programs: {enabled: false}}\n"
            + "mappings: {ProgramType: {'1': null, '2': '"
            + B
            + "'}}");
    change(connection, "mappings: {ProgramType: {'2': '" + B + "'}}");
    ResourcePreferences now = load(connection);
    assertFalse(now.enabled(new ResourceName("programs"), true));
    assertEquals(
        "[MappingChoice[mapping=ProgramType, campusValue=2, code=" + B + "]]",
        now.choices().toString());
    assertEquals(
        List.of(
            "added programs - - null true",
            "added - ProgramType 1 null " + A,
            "changed programs - - true false",
            "changed - ProgramType 1 " + A + " null",
            "added - ProgramType 2 null " + B,
            "removed - ProgramType 1 null null"),
        changes(connection));
    assertEquals(
        List.of("import jane true"),
        texts(
            "SELECT DISTINCT origin || ' ' || changed_by || ' ' || (changed_at > now() - interval"
                + " '1 hour')::text FROM preference_change WHERE connection = 'kept'"));
  }

  @Test
  void change_thatChangesNothing_leavesNoTraceAndTheVersion() {
    Connection connection = connection("same", "same", CORE, 2025);
    change(connection, ONE);
    long version = await(store.version(test.database(), connection.name()));
    PreferenceOutcome outcome = change(connection, ONE);
    assertTrue(outcome.done());
    assertEquals(2, outcome.edit().diff().unchanged());
    assertEquals(version, await(store.version(test.database(), connection.name())));
  }

  @Test
  void change_thatFailsInTheEnd_leavesNothingBehind() {
    Connection connection = connection("failing", "failing", CORE, 2025);
    assertThrows(
        RuntimeException.class,
        () -> change(connection, "mappings: {CompletedStatus: {a: b, c: \"d\\0\"}}"));
    assertEquals(List.of(), load(connection).choices());
    assertEquals(List.of(), changes(connection));
  }

  @Test
  void plan_saysWhatAChangeWouldDo_andDoesNothing() {
    Connection connection = connection("planned", "planned", CORE, 2025);
    keepAStudent("planned");
    PreferenceOutcome outcome = await(editor().plan(connection, CORE, edit(ONE)));
    assertFalse(outcome.done());
    assertEquals(2, outcome.edit().diff().changes().size());
    assertEquals(2, outcome.due().size());
    assertEquals(List.of(), outcome.waiting());
    assertEquals(ResourcePreferences.NONE, load(connection));
    assertEquals(List.of(), changes(connection));
  }

  @Test
  void change_waitsForAResync_sinceTheFirstChange_untilTheResourceIsSwitchedOff() {
    Connection connection = connection("due", "due", CORE, 2025);
    keepAStudent("due");
    PreferenceOutcome first = change(connection, ONE);
    assertEquals(
        List.of("programs", "studentCTEProgramAssociations"),
        first.waiting().stream().map(each -> each.resource().value()).toList());
    PreferenceOutcome second =
        change(connection, "mappings: {ProgramType: {'1': '" + B + "', '2': '" + B + "'}}");
    assertEquals(first.waiting(), second.waiting(), "it goes on waiting");
    assertEquals(
        List.of("true"),
        texts("SELECT bool_and(since < last_at)::text FROM resync_due WHERE connection = 'due'"));
    PreferenceOutcome off = change(connection, "resources: {programs: {enabled: false}}");
    assertEquals(
        List.of("studentCTEProgramAssociations"),
        off.waiting().stream().map(each -> each.resource().value()).toList());
    PreferenceOutcome on = change(connection, "resources: {programs: {enabled: true}}");
    assertEquals(Set.of(new ResourceName("programs")), on.due());
    assertEquals(2, on.waiting().size());
  }

  @Test
  void change_whereNothingWasEverDecided_waitsForNothing() {
    Connection connection = connection("fresh", "fresh", CORE, 2025);
    assertEquals(List.of(), change(connection, ONE).waiting());
  }

  @Test
  void seed_addsWhatIsNew_underTheFilesName_andWaitsForAResyncWhereRowsAreKept() {
    Connection connection = connection("seeded", "seeded", CORE, 2025);
    await(editor().seed(connection, CORE, seed(ONE)));
    keepAStudent("seeded");
    change(connection, "mappings: {ProgramType: {'1': '" + B + "'}}");
    await(test.database().run("DELETE FROM resync_due WHERE connection = 'seeded'"));
    await(editor().seed(connection, CORE, seed(ONE)));
    assertEquals(List.of(), due("seeded"), "what the database has wins");
    await(editor().seed(connection, CORE, seed("mappings: {ProgramType: {'2': '" + B + "'}}")));
    assertEquals(List.of("programs", "studentCTEProgramAssociations"), due("seeded"));
    assertEquals(2, load(connection).choices().size());
    assertEquals(
        List.of("connection file", "connection file", "jane", "connection file"),
        texts("SELECT changed_by FROM preference_change WHERE connection = 'seeded' ORDER BY id"));
  }

  @Test
  void change_byTwoAtOnce_oneFollowsTheOther() {
    Connection connection = connection("both", "both", CORE, 2025);
    List<Future<PreferenceOutcome>> running = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String value = "mappings: {ProgramType: {'1': 'uri://x/ProgramTypeDescriptor#" + i + "'}}";
      running.add(editor().change(connection, CORE, edit(value), JANE));
    }
    running.forEach(TestDatabase::await);
    List<String> before = texts(history("before"));
    List<String> after = texts(history("after"));
    assertEquals(20, after.size());
    assertEquals(before.subList(1, 20), after.subList(0, 19), "each saw what the one before wrote");
  }

  private static String history(String column) {
    return "SELECT " + column + " FROM preference_change WHERE connection = 'both' ORDER BY id";
  }

  private PreferenceEditor editor() {
    return new PreferenceEditor(
        test.database(),
        store,
        new OutboxStore(new IdentityStore(), new ErrorStore()),
        new RowStore());
  }

  private PreferenceOutcome change(Connection connection, String yaml) {
    return await(editor().change(connection, CORE, edit(yaml), JANE));
  }

  private static Function<ResourcePreferences, PreferenceEdit> edit(String yaml) {
    return current ->
        new PreferenceEdit(
            PreferenceDiff.toward(current, seed(yaml), PreferenceDiff.Removal.WITHIN_PREFERENCES));
  }

  private ResourcePreferences load(Connection connection) {
    return await(store.load(test.database(), connection.name()));
  }

  private static void keepAStudent(String district) {
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " VALUES ($1, 'Student', '1', '1', '{}', 'lsn', '1', 3, now())",
                district));
  }

  private static List<String> due(String connection) {
    return texts(
        "SELECT resource FROM resync_due WHERE connection = '" + connection + "' ORDER BY 1");
  }

  private static List<String> changes(Connection connection) {
    return texts(
        "SELECT concat_ws(' ', kind, coalesce(resource, '-'), coalesce(mapping, '-'),"
            + " coalesce(campus_value, '-'), coalesce(before, 'null'), coalesce(after, 'null'))"
            + " FROM preference_change WHERE connection = '"
            + connection.name()
            + "' ORDER BY id");
  }

  private static List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    for (Row row : await(test.database().run(sql))) {
      texts.add(row.getString(0));
    }
    return texts;
  }
}
