package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.config.EmbeddedDatabaseConfig;

class EmbeddedDatabasePgTest {

  private final List<String> messages = new ArrayList<>();

  @Test
  void start_isDurableLocalAndLocked_andGoesOnWhereItStopped(@TempDir Path folder)
      throws Exception {
    EmbeddedDatabaseConfig config = new EmbeddedDatabaseConfig(folder.resolve("pg"), freePort());
    try (EmbeddedDatabase first = EmbeddedDatabase.start(config, messages::add)) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertEquals("on", ask(first, "SHOW " + setting), setting);
      }
      assertEquals("127.0.0.1", ask(first, "SHOW listen_addresses"));
      assertEquals("", ask(first, "SHOW unix_socket_directories"));
      assertEquals("UTF8", ask(first, "SHOW server_encoding"));
      assertRefusesOtherPasswords(first);
      assertRefusesASecondProgram(config);
      assertEquals(
          Set.of("rwx------"),
          Set.of(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.folder()))));
      ask(first, "CREATE TABLE kept AS SELECT 1 AS one");
    }
    try (EmbeddedDatabase second = EmbeddedDatabase.start(config, messages::add)) {
      assertEquals("1", ask(second, "SELECT one FROM kept"));
    }
    assertEquals(2, messages.size(), messages.toString());
    interruptedFirstStart_isBegunAnew(config);
  }

  /** As if the program had been killed while the data was being made. */
  private void interruptedFirstStart_isBegunAnew(EmbeddedDatabaseConfig config) throws Exception {
    Files.writeString(config.folder().resolve("unfinished"), "");
    Files.delete(config.folder().resolve("data/postgresql.conf"));
    try (EmbeddedDatabase anew = EmbeddedDatabase.start(config, messages::add)) {
      assertEquals("0", ask(anew, "SELECT count(*) FROM pg_class WHERE relname = 'kept'"));
    }
    assertTrue(Files.notExists(config.folder().resolve("unfinished")));
  }

  @Test
  void start_portTaken_saysSoAndMakesNothing(@TempDir Path folder) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedDatabaseConfig config =
          new EmbeddedDatabaseConfig(folder.resolve("pg"), taken.getLocalPort());
      DatabaseUnavailable error =
          assertThrows(
              DatabaseUnavailable.class, () -> EmbeddedDatabase.start(config, messages::add));
      assertTrue(
          text(error)
              .startsWith("port " + taken.getLocalPort() + " of the embedded database is taken"),
          text(error));
    }
    assertTrue(Files.notExists(folder.resolve("pg/data")));
    assertEquals(List.of(), messages);
  }

  @Test
  void start_dataThatIsNoDatabase_isLeftAlone(@TempDir Path folder) throws IOException {
    Path precious = Files.createDirectories(folder.resolve("data")).resolve("precious");
    Files.writeString(precious, "x");
    EmbeddedDatabaseConfig config = new EmbeddedDatabaseConfig(folder, freePort());
    DatabaseUnavailable error =
        assertThrows(
            DatabaseUnavailable.class, () -> EmbeddedDatabase.start(config, messages::add));
    assertTrue(text(error).contains("holds no database"), text(error));
    assertTrue(Files.exists(precious));
  }

  private static void assertRefusesOtherPasswords(EmbeddedDatabase database) {
    DatabaseUrl url = database.url("public");
    SQLException error =
        assertThrows(
            SQLException.class,
            () -> DriverManager.getConnection(url.jdbc(), url.user(), "guess").close());
    assertEquals("28P01", error.getSQLState());
  }

  private void assertRefusesASecondProgram(EmbeddedDatabaseConfig config) {
    DatabaseUnavailable error =
        assertThrows(
            DatabaseUnavailable.class, () -> EmbeddedDatabase.start(config, message -> {}));
    assertTrue(text(error).startsWith("another Statecraft uses"), text(error));
  }

  private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
    DatabaseUrl url = database.url("public");
    try (Connection connection =
            DriverManager.getConnection(url.jdbc(), url.user(), url.password().reveal());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static String text(DatabaseUnavailable error) {
    return String.valueOf(error.getMessage());
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
