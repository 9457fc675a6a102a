package org.statecraft.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.statecraft.config.EmbeddedDatabaseConfig;
import org.statecraft.config.Secret;

/**
 * A PostgreSQL that we start and stop ourselves, for trying out and development. It keeps what it
 * acknowledged through any crash, listens on the loopback address only, and asks for a password
 * that stands in its folder.
 *
 * <p>A server that outlived a killed program is taken over by the next start; that is why its port
 * is fixed.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final String USER = "postgres";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** The library starts the server with "-F"; only what is said here makes it durable again. */
  private static final Map<String, String> SERVER =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("listen_addresses", "127.0.0.1"),
          // The default is a socket in /tmp, where two users would meet.
          Map.entry("unix_socket_directories", ""),
          Map.entry("max_connections", "100"),
          Map.entry("shared_buffers", "128MB"),
          Map.entry("max_wal_size", "1GB"),
          Map.entry("jit", "off"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_checkpoints", "off"));

  private final EmbeddedFolder folder;
  private final EmbeddedPostgres postgres;
  private final Secret password;

  private EmbeddedDatabase(EmbeddedFolder folder, EmbeddedPostgres postgres, Secret password) {
    this.folder = folder;
    this.postgres = postgres;
    this.password = password;
  }

  /**
   * Starts the server, or takes over the one that still runs on the folder. Blocking: about a
   * second, some more the first time.
   *
   * @param progress is told what takes its time, in words for a person
   * @throws DatabaseUnavailable when it cannot be started
   */
  public static EmbeddedDatabase start(EmbeddedDatabaseConfig config, Consumer<String> progress) {
    try {
      EmbeddedFolder folder = EmbeddedFolder.open(config.folder());
      try {
        return start(folder, config.port(), progress);
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "the embedded database in " + config.folder() + " cannot be started: " + e, e);
    }
  }

  /**
   * Where the server is that another program has started on the folder; empty if none runs.
   *
   * @throws DatabaseUnavailable when nothing was ever started on the folder
   */
  public static Optional<DatabaseUrl> running(EmbeddedDatabaseConfig config, String schema) {
    EmbeddedFolder folder = EmbeddedFolder.unopened(config.folder());
    if (!folder.isPrepared()) {
      throw new DatabaseUnavailable(
          "there is no embedded database in "
              + folder.path()
              + " yet; the server makes it when it starts, and --config names the settings of another"
              + " one");
    }
    try {
      Optional<EmbeddedFolder.Postmaster> server = folder.seen();
      if (server.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(url(server.get().port(), folder.password(), schema));
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "the embedded database in " + folder.path() + " cannot be looked at: " + e, e);
    }
  }

  private static EmbeddedDatabase start(EmbeddedFolder folder, int port, Consumer<String> progress)
      throws IOException {
    Optional<EmbeddedFolder.Postmaster> running = folder.running();
    if (running.isPresent()) {
      checkPort(folder, running.get(), port);
      progress.accept("Taking over the database that still runs on port " + port);
    } else {
      checkPortIsFree(port);
      progress.accept(whatTakesTime(folder));
    }
    boolean fresh = running.isEmpty() && !folder.isPrepared();
    if (fresh) {
      folder.beginPreparing();
    }
    Secret password = folder.password();
    EmbeddedPostgres postgres = launch(folder, port, password, running.isPresent());
    EmbeddedDatabase database = new EmbeddedDatabase(folder, postgres, password);
    database.checkIsOurs();
    if (fresh) {
      folder.endPreparing();
    }
    return database;
  }

  private static String whatTakesTime(EmbeddedFolder folder) throws IOException {
    if (!folder.isUnpacked()) {
      return "Unpacking PostgreSQL into " + folder.path() + " (the first start only)";
    }
    return folder.isPrepared() ? "Starting the database" : "Preparing the database";
  }

  private static EmbeddedPostgres launch(
      EmbeddedFolder folder, int port, Secret password, boolean running) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.programs().toFile())
            .setDataDirectory(folder.data())
            .setCleanDataDirectory(false)
            .setPort(port)
            .setPGStartupWait(START_LIMIT)
            .setConnectConfig("password", password.reveal())
            // The order of stopping is the caller's: the database goes last.
            .setRegisterShutdownHook(false)
            .setOutputRedirector(output(folder, running))
            // These become options of initdb as they are: no language of the machine's in the
            // data, and a password from the first moment on, which overrules the library's "trust".
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("auth-host", "scram-sha-256")
            .setLocaleConfig("auth-local", "scram-sha-256")
            .setLocaleConfig("pwfile", folder.passwordFile().toString())
            // Many rounds protect passwords that people think of. Ours is random, and every
            // connection of a start would pay for them.
            .setLocaleConfig("set", "scram_iterations=1");
    SERVER.forEach(builder::setServerConfig);
    try {
      return builder.start();
    } catch (IOException | RuntimeException e) {
      throw new DatabaseUnavailable(
          "the embedded database does not start: " + e.getMessage() + advice(folder), e);
    }
  }

  /** A file, because a pipe would break when we are killed and the server lives on. */
  private static Redirect output(EmbeddedFolder folder, boolean running) {
    return running ? Redirect.appendTo(folder.log().toFile()) : Redirect.to(folder.log().toFile());
  }

  private static String advice(EmbeddedFolder folder) {
    String log = folder.logTail();
    if (log.contains("cannot be run as root")) {
      return "\nPostgreSQL refuses to run as root, and this machine does not let us change the"
          + " user for it (user namespaces are off). Run as an ordinary user, or name a database"
          + " by database.url";
    }
    return "\nThe end of " + folder.log() + ":\n" + log;
  }

  private static void checkPort(
      EmbeddedFolder folder, EmbeddedFolder.Postmaster running, int port) {
    if (running.port() != port) {
      throw new DatabaseUnavailable(
          "a database still runs on "
              + folder.data()
              + " at port "
              + running.port()
              + " (process "
              + running.pid()
              + "), but database.embedded.port is "
              + port
              + "; use that port once more, or end the process");
    }
  }

  private static void checkPortIsFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "port "
              + port
              + " of the embedded database is taken by another program; end it, or set another"
              + " database.embedded.port ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** Whatever answered on the port must be the server of our folder. */
  private void checkIsOurs() {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW data_directory")) {
      rows.next();
      Path data = Path.of(rows.getString(1));
      if (!Files.isSameFile(data, folder.data())) {
        throw new DatabaseUnavailable(
            "the database on port " + postgres.getPort() + " belongs to " + data);
      }
    } catch (SQLException | IOException e) {
      throw new DatabaseUnavailable("the embedded database does not answer: " + e, e);
    }
  }

  /** How to reach it. */
  public DatabaseUrl url(String schema) {
    return url(postgres.getPort(), password, schema);
  }

  private static DatabaseUrl url(int port, Secret password, String schema) {
    return new DatabaseUrl("127.0.0.1", port, "postgres", USER, password, schema);
  }

  /** Stops the server; what was acknowledged stays. */
  @Override
  public void close() {
    try {
      postgres.close();
      folder.close();
    } catch (IOException e) {
      throw new DatabaseUnavailable("the embedded database did not stop: " + e.getMessage(), e);
    }
  }
}
