package org.statecraft.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.testing.TestDatabase;

class PreferenceStorePgTest {

  private static final ResourceName PROGRAMS = new ResourceName("programs");
  private static final ResourceName STUDENTS = new ResourceName("students");
  private static final String HEALTH = "uri://ed-fi.org/CareerPathwayDescriptor#Health";
  private static final String OTHER = "uri://ed-fi.org/CareerPathwayDescriptor#Other";

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
  void seed_newConnection_isLoadedAsWritten() {
    ConnectionName name = new ConnectionName("new");
    int added =
        seed(
            name,
            Map.of(PROGRAMS, false),
            List.of(
                new MappingChoice("Program.x", "01", HEALTH),
                new MappingChoice("Program.x", "99", null)));
    ResourcePreferences preferences = load(name);
    assertEquals(3, added);
    assertFalse(preferences.enabled(PROGRAMS, true));
    assertTrue(preferences.enabled(STUDENTS, true));
    assertFalse(preferences.enabled(STUDENTS, false));
    assertEquals(
        Set.of(
            new MappingChoice("Program.x", "01", HEALTH),
            new MappingChoice("Program.x", "99", null)),
        Set.copyOf(preferences.choices()));
  }

  @Test
  void seed_whatTheDatabaseHas_wins() {
    ConnectionName name = new ConnectionName("known");
    seed(name, Map.of(PROGRAMS, false), List.of(new MappingChoice("Program.x", "01", null)));
    int added =
        seed(
            name,
            Map.of(PROGRAMS, true, STUDENTS, false),
            List.of(
                new MappingChoice("Program.x", "01", HEALTH),
                new MappingChoice("Program.x", "02", OTHER)));
    ResourcePreferences preferences = load(name);
    assertEquals(2, added);
    assertFalse(preferences.enabled(PROGRAMS, true));
    assertFalse(preferences.enabled(STUDENTS, true));
    assertEquals(
        Set.of(
            new MappingChoice("Program.x", "01", null),
            new MappingChoice("Program.x", "02", OTHER)),
        Set.copyOf(preferences.choices()));
  }

  @Test
  void load_otherConnection_seesNothing() {
    seed(new ConnectionName("one"), Map.of(PROGRAMS, false), List.of());
    assertEquals(ResourcePreferences.NONE, load(new ConnectionName("another")));
  }

  private int seed(
      ConnectionName name, Map<ResourceName, Boolean> enabled, List<MappingChoice> mappings) {
    ConnectionSeed seed = new ConnectionSeed(enabled, mappings, Map.of());
    return await(test.database().inTransaction(tx -> store.seed(tx, name, seed))).size();
  }

  private ResourcePreferences load(ConnectionName name) {
    return await(test.database().inTransaction(tx -> store.load(tx, name)));
  }
}
