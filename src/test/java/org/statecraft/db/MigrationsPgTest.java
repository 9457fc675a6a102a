package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.statecraft.testing.TestDatabase;

class MigrationsPgTest {

  @Test
  void migrate_bringsAnEmptySchemaToTheNewestVersionAndThenDoesNothing() {
    try (TestDatabase test = TestDatabase.open()) {
      assertEquals(0, Migrations.migrate(test.url()));
      long tables =
          TestDatabase.await(
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
}
