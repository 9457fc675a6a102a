package org.statecraft.app;

import static org.statecraft.testing.TestDatabase.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.statecraft.campus.RowChange;
import org.statecraft.config.Environment;
import org.statecraft.config.PathsConfig;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.edfi.DataStandard;
import org.statecraft.events.FanOutListener;
import org.statecraft.http.HttpListener;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.TestDatabase;

/** A whole server in this process, with real files, a real database and a sandbox for its API. */
@NullUnmarked
public final class ServerUnderTest implements AutoCloseable {

  private static final String DISTRICT = "springfield";

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase test = TestDatabase.open();
  private final Sandbox sandbox;
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> synced = new LinkedBlockingQueue<>();
  private Server server;
  private HttpListener listener;

  /**
   * Prepares one.
   *
   * @param folder for its files; the core pack is in it below {@code rules}
   * @param seeds what its API has from the beginning
   */
  public ServerUnderTest(Path folder, String seeds) throws Exception {
    this.folder = folder;
    PackCopy.core(folder);
    this.sandbox =
        await(
            Sandbox.start(
                vertx,
                SandboxConfig.of(Rules.schemas(paths()), InstantSource.system())
                    .withAddress("127.0.0.1", 0)
                    .withFamily("7.3", new DataStandard("4.0"))));
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(api() + "/sandbox/seed"))
                .POST(HttpRequest.BodyPublishers.ofString(seeds))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    secret("password", test.url().password().reveal());
    secret("key", "sandbox");
    secret("secret", "sandbox-secret");
    secret("webhook", "whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdA==");
    Files.createDirectories(folder.resolve("connections"));
    connection(DISTRICT);
    connection("elsewhere");
  }

  private PathsConfig paths() {
    return new PathsConfig(
        folder.resolve("rules"), folder.resolve("descriptors"), folder.resolve("connections"));
  }

  private String api() {
    return "http://127.0.0.1:" + sandbox.port();
  }

  /** A file that only its owner reads; its reference. */
  public String secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
    return "file:" + file;
  }

  private void connection(String district) throws IOException {
    Files.writeString(
        folder.resolve("connections/" + district + ".yaml"),
        """
        name: %1$s-2025
        district: %1$s
        school-year: 2025
        pack: core
        data-standard: "4.0"
        unique-id: state-id
        api: {base: "%2$s"}
        credentials: {key: "file:%3$s/key", secret: "file:%3$s/secret"}
        mappings:
          ProgramType:
            "3": "uri://ed-fi.org/ProgramTypeDescriptor#Career and Technical Education"
            "4": "uri://ed-fi.org/ProgramTypeDescriptor#Career and Technical Education"
          CareerPathway: {"3": "uri://ed-fi.org/CareerPathwayDescriptor#Metal"}
        """
            .formatted(district, api(), folder));
  }

  /** Keeps rows, as the webhook would. */
  public void keep(List<RowChange> rows) {
    var catalogue = Rules.reader(paths()).catalogue();
    await(
        new Ingestor(
                test.database(),
                () -> catalogue,
                () -> WatchedColumns.everything(catalogue),
                district -> List.of(new org.statecraft.edfi.ConnectionName(DISTRICT + "-2025")),
                IngestConfig.DEFAULT,
                IngestListener.NONE)
            .accept(new org.statecraft.campus.District(DISTRICT), rows));
  }

  /**
   * Starts it.
   *
   * @param settings more lines of the settings
   */
  public void start(String settings) throws IOException {
    Path file = folder.resolve("server.yaml");
    Files.writeString(
        file,
        """
        http: {port: 0}
        database:
          url: "postgresql://%s:%d/%s"
          user: %s
          password: "file:%s"
          schema: %s
          pool-size: 8
        paths: {rules: %s, descriptors: %s, connections: %s}
        webhook: {districts: {%s: {secrets: ["file:%s"]}}}
        """
                .formatted(
                    test.url().host(),
                    test.url().port(),
                    test.url().database(),
                    test.url().user(),
                    folder.resolve("password"),
                    test.url().schema(),
                    folder.resolve("rules"),
                    folder.resolve("descriptors"),
                    folder.resolve("connections"),
                    DISTRICT,
                    folder.resolve("webhook"))
            + settings);
    Problems problems = new Problems();
    Environment environment = new Environment(Map.of());
    ServerConfig config = ServerConfig.read(file, Map.of(), environment, problems);
    List<ConnectionFile> connections =
        new ConnectionReader(environment, problems).readFolder(config.paths().connections());
    problems.throwIfAny();
    server =
        new Server(
            config,
            connections,
            message -> {},
            InstantSource.system(),
            new Watchers(
                IngestListener.NONE,
                (name, result) -> synced.add(result.students()),
                (name, resource, verb, outcome, latency, changedAt) ->
                    sent.add(resource + " " + outcome),
                FanOutListener.NONE));
    listener = server.start();
  }

  /** The next action that was attempted, as {@code resource outcome}. */
  public String nextSent() throws InterruptedException {
    return sent.poll(30, TimeUnit.SECONDS);
  }

  /** Waits until that many students more were decided. */
  public void awaitDecided(int students) throws InterruptedException {
    int decided = 0;
    while (decided < students) {
      Integer more = synced.poll(30, TimeUnit.SECONDS);
      if (more == null) {
        throw new IllegalStateException("decided " + decided + " of " + students);
      }
      decided += more;
    }
  }

  /** Where it listens. */
  public String address() {
    return listener.address();
  }

  /** Its database. */
  public TestDatabase database() {
    return test;
  }

  /** The command line on its settings. */
  public Path settings() {
    return folder.resolve("server.yaml");
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    await(sandbox.close());
    await(vertx.close());
    test.close();
  }
}
