package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.db.Database;
import org.statecraft.demo.Activity;
import org.statecraft.demo.Player;
import org.statecraft.demo.ResultStore;
import org.statecraft.demo.ResultTable;
import org.statecraft.demo.SampleDistrict;
import org.statecraft.demo.Screen;
import org.statecraft.http.HttpListener;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;

/** The demo: sandboxes, a server, and sample districts whose year is played through it. */
final class Demo {

  /** Far more than a phase takes on a slow machine. */
  private static final Duration PHASE_LIMIT = Duration.ofMinutes(5);

  private static final Duration STEP_LIMIT = Duration.ofMinutes(1);

  private final Screen screen;
  private final DemoFolder folder;
  private final ServerConfig config;
  private final List<ConnectionFile> connections;
  private final InstantSource clock;
  private final Activity activity = new Activity();
  private final Parts sandboxes;
  private final Server server;

  private Demo(
      Screen screen,
      DemoFolder folder,
      ServerConfig config,
      List<ConnectionFile> connections,
      InstantSource clock) {
    this.screen = screen;
    this.folder = folder;
    this.config = config;
    this.connections = connections;
    this.clock = clock;
    this.sandboxes = new Parts(clock);
    this.server =
        new Server(
            config,
            connections,
            screen::say,
            clock,
            new Watchers(activity, activity, activity, activity));
  }

  /**
   * Makes everything ready to start.
   *
   * @param settings overrule those of the demo
   */
  static Demo prepare(
      Screen screen, DemoFolder folder, Map<String, String> settings, InstantSource clock) {
    Problems problems = new Problems();
    Environment environment = new Environment(System.getenv());
    ServerConfig config =
        ServerConfig.read(folder.settings(), demoSettings(folder, settings), environment, problems);
    List<ConnectionFile> connections =
        new ConnectionReader(environment, problems).readFolder(folder.connections());
    environment.reportUnknown(problems);
    problems.throwIfAny();
    problems.warnings().forEach(warning -> screen.say("warning: " + warning));
    return new Demo(screen, folder, config, connections, clock);
  }

  /** Sample data must not get into a database that the environment happens to name. */
  private static Map<String, String> demoSettings(DemoFolder folder, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("database.url", "embedded");
    all.put("database.embedded.folder", folder.database().toString());
    all.put("paths.connections", folder.connections().toString());
    all.putAll(settings);
    return all;
  }

  /**
   * Starts everything, plays the year and shows the result; blocking.
   *
   * @return whether everything was decided and sent in time
   */
  boolean run() throws IOException, InterruptedException {
    screen.doing(() -> "... starting: the database, and the rules are being compiled");
    server.compile();
    List<SampleDistrict> districts = startSandboxes();
    Player player = new Player(screen, activity, clock);
    for (SampleDistrict each : districts) {
      player.fillSandbox(each);
    }
    HttpListener listener = server.start();
    screen.say("The server listens at " + listener.address());
    ResultStore results = new ResultStore();
    Database database = server.database();
    boolean drained =
        player.play(
            districts,
            server.catalogue(),
            URI.create(listener.address() + "/webhook/"),
            names -> await(results.open(database, names)),
            PHASE_LIMIT);
    screen.idle();
    screen.show("");
    for (SampleDistrict each : districts) {
      screen.show(await(ResultTable.of(database, each.connection())));
    }
    if (!drained) {
      screen.say("Not everything was sent within " + PHASE_LIMIT.toMinutes() + " minutes");
    }
    return drained;
  }

  /** Where everything can be found while it serves on. */
  String addresses() {
    String root = "http://" + config.http().host() + ":" + config.http().port();
    StringBuilder text = new StringBuilder("It keeps serving until Ctrl-C:\n");
    folder
        .places()
        .forEach(
            each -> {
              text.append(
                  "  webhook   POST " + root + "/webhook/" + each.district() + " (signed)\n");
              text.append(
                  "  Ed-Fi API      http://127.0.0.1:"
                      + each.port()
                      + "  all records: http://127.0.0.1:"
                      + each.port()
                      + "/sandbox/state\n");
            });
    text.append("  health         " + root + "/health/ready\n");
    text.append("  metrics        " + root + "/metrics\n");
    text.append("Everything is kept in " + folder.path() + "; a second start goes on there.");
    return text.toString();
  }

  /** Stops everything; blocking. */
  void stop() {
    screen.idle();
    server.stop();
    sandboxes.stop(config.stopTimeout());
  }

  boolean isStopping() {
    return server.isStopping();
  }

  private List<SampleDistrict> startSandboxes() throws IOException {
    ResourceSchemas schemas = Rules.schemas(config.paths());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(folder.places().size()));
    sandboxes.add("sandboxes", vertx::close);
    List<SampleDistrict> districts = new ArrayList<>();
    for (DemoFolder.Place place : folder.places()) {
      Connection connection = connection(place);
      SandboxConfig sandbox =
          SandboxConfig.of(schemas, clock)
              .withAddress("127.0.0.1", place.port())
              .withFamily(place.family(), connection.dataStandard())
              .withClient(
                  connection.credentials().key().reveal(), connection.credentials().secret())
              .withJournal(folder.journal(place));
      Sandbox started = await(Sandboxes.start(vertx, sandbox));
      sandboxes.add("sandbox " + place.district(), started::close);
      districts.add(
          new SampleDistrict(
              connection,
              folder.webhookSecret(place),
              URI.create("http://127.0.0.1:" + place.port()),
              folder.script(place)));
    }
    return districts;
  }

  private Connection connection(DemoFolder.Place place) {
    return connections.stream()
        .map(ConnectionFile::connection)
        .filter(each -> each.district().value().equals(place.district()))
        .findFirst()
        .orElseThrow(() -> new StartFailure("no connection for " + place.district()));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(STEP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StartFailure("a step of the demo took longer than " + STEP_LIMIT, e);
    }
  }
}
