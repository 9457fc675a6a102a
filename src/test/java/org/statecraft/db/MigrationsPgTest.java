package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.statecraft.testing.TestDatabase;

class MigrationsPgTest {

  @Test
  void migrate_bringsAnEmptySchemaToTheNewestVersionAndThenDoesNothing() {
    try (TestDatabase test = TestDatabase.open()) {
      assertEquals(0, Migrations.migrate(test.url()));
      long tables =
          await(
                  test.database()
                      .run(
                          "SELECT count(*) FROM information_schema.tables WHERE table_schema = $1",
                          test.url().schema()))
              .iterator()
              .next()
              .getLong(0);
      assertTrue(tables > 8, "tables: " + tables);
    }
  }

  @Test
  void mark_isOnTheSchemaOnceItWasPutThere() {
    try (TestDatabase test = TestDatabase.open()) {
      assertFalse(await(SchemaMark.isOn(test.database())), "nobody put it there");
      await(SchemaMark.put(test.database()));
      assertTrue(await(SchemaMark.isOn(test.database())));
    }
  }

  @Test
  void mark_thatAnotherProgramPut_isNotOurs() {
    try (TestDatabase test = TestDatabase.open()) {
      await(SchemaMark.put(test.database()));
      await(
          test.database()
              .run("COMMENT ON TABLE " + Migrations.TABLE + " IS 'migrations sha256:00'"));
      assertFalse(await(SchemaMark.isOn(test.database())));
    }
  }

  @Test
  void mark_ofASchemaWithoutTables_isNotThere() {
    try (TestDatabase test = TestDatabase.open()) {
      await(test.database().run("DROP TABLE " + Migrations.TABLE));
      assertFalse(await(SchemaMark.isOn(test.database())));
      await(SchemaMark.put(test.database()));
    }
  }

  @Test
  void mark_changesWithEveryFileItsNameAndItsText() {
    String one = SchemaMark.of(files("V1__a.sql", "CREATE TABLE a ()"));
    assertEquals(one, SchemaMark.of(files("V1__a.sql", "CREATE TABLE a ()")));
    assertNotEquals(one, SchemaMark.of(files("V2__a.sql", "CREATE TABLE a ()")));
    assertNotEquals(one, SchemaMark.of(files("V1__a.sql", "CREATE TABLE b ()")));
    SortedMap<String, byte[]> two = files("V1__a.sql", "CREATE TABLE a ()");
    two.putAll(files("V2__b.sql", ""));
    assertNotEquals(one, SchemaMark.of(two));
  }

  private static SortedMap<String, byte[]> files(String name, String text) {
    return new TreeMap<>(Map.of(name, text.getBytes(StandardCharsets.UTF_8)));
  }
}
