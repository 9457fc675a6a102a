package org.statecraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {

  private static final Map<String, String> EMBEDDED = Map.of("database.url", "embedded");

  private final Path folder;
  private final Problems problems = new Problems();

  ServerConfigTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void read_nothingSet_theseAreTheDefaults() {
    ServerConfig config = ServerConfig.withoutFile(EMBEDDED, new Environment(Map.of()), problems);
    assertEquals(List.of(), problems.list());
    assertEquals(
        new ServerConfig(
            new HttpConfig("127.0.0.1", 8765, Duration.ofSeconds(75)),
            new DatabaseConfig(
                "embedded",
                "statecraft",
                new Secret(""),
                "statecraft",
                16,
                Duration.ofSeconds(60),
                new EmbeddedDatabaseConfig(Path.of("data/database"), 8766)),
            new PathsConfig(
                Path.of("rules"), Path.of("descriptors"), Path.of("config/connections")),
            new ReloadConfig(
                ReloadConfig.Mode.REPORT, Duration.ofSeconds(1), Duration.ofMinutes(1)),
            new WebhookConfig(Map.of(), Duration.ofSeconds(300), 10_485_760),
            new ApiConfig(
                true,
                ApiConfig.Reach.LOOPBACK,
                Path.of("data/api-token"),
                8L << 20,
                Duration.ofMinutes(30),
                Map.of()),
            new HistoryConfig(
                Duration.ofDays(3650),
                Duration.ofDays(730),
                Duration.ofDays(365),
                Duration.ofDays(90)),
            new LogConfig(LogConfig.Level.INFO),
            Duration.ofSeconds(20)),
        config);
  }

  @Test
  void read_theShippedFile_hasTheDefaults() {
    Path shipped = Path.of("config/server.yaml");
    ServerConfig config = ServerConfig.read(shipped, Map.of(), new Environment(Map.of()), problems);
    assertEquals(List.of(), problems.list());
    assertEquals(ServerConfig.withoutFile(EMBEDDED, new Environment(Map.of()), problems), config);
  }

  @Test
  void theShippedFile_namesEverySettingWithItsVariable() throws IOException {
    String text = Files.readString(Path.of("config/server.yaml"));
    for (String key : ServerConfig.keys()) {
      String last = key.substring(key.lastIndexOf('.') + 1);
      assertTrue(text.contains(last + ":"), key + " is not in config/server.yaml");
      if (!List.of("webhook.districts", "api.tokens").contains(key)) {
        String variable = Environment.variableOf(key);
        assertTrue(text.contains(variable), variable + " is not in config/server.yaml");
      }
    }
  }

  @Test
  void read_everyKeyMaps() throws IOException {
    Path secret = secretFile("rw-------");
    ServerConfig config =
        read(
            """
            http: {host: 0.0.0.0, port: 1, idle-timeout: 2s}
            database:
              url: postgresql://db.example:6543/campus
              user: someone
              password: file:%s
              schema: other
              pool-size: 3
              start-timeout: 4m
              embedded: {folder: x/y, port: 5}
            paths: {rules: r, descriptors: d, connections: c}
            packs: {reload: plan-and-apply, poll: 7s, time-limit: 8s}
            webhook:
              districts:
                springfield: {secrets: [env:OLD, "env:NEW"]}
                shelbyville: {secrets: env:NEW}
              tolerance: 6h
              body-limit: 7KiB
            api:
              enabled: false
              reach: anywhere
              token-file: t
              body-limit: 9KiB
              plan-limit: 3m
              tokens:
                help-desk: {secret: env:DESK, role: operator, districts: [springfield]}
            history:
              audit-log: 5d
              closed-errors: 6d
              resync-plans: 7d
              shadow-differences: 8h
            log: {level: debug}
            stop-timeout: 800ms
            """
                .formatted(secret),
            Map.of(),
            Map.of("OLD", "whsec_b2xk", "NEW", "whsec_bmV3", "DESK", "a token of the help desk"));
    assertEquals(List.of(), problems.list());
    assertEquals(List.of(), problems.warnings());
    assertEquals(
        new ServerConfig(
            new HttpConfig("0.0.0.0", 1, Duration.ofSeconds(2)),
            new DatabaseConfig(
                "postgresql://db.example:6543/campus",
                "someone",
                new Secret("hidden"),
                "other",
                3,
                Duration.ofMinutes(4),
                new EmbeddedDatabaseConfig(Path.of("x/y"), 5)),
            new PathsConfig(Path.of("r"), Path.of("d"), Path.of("c")),
            new ReloadConfig(
                ReloadConfig.Mode.PLAN_AND_APPLY, Duration.ofSeconds(7), Duration.ofSeconds(8)),
            new WebhookConfig(
                Map.of(
                    "springfield",
                    List.of(new Secret("whsec_b2xk"), new Secret("whsec_bmV3")),
                    "shelbyville",
                    List.of(new Secret("whsec_bmV3"))),
                Duration.ofHours(6),
                7168),
            new ApiConfig(
                false,
                ApiConfig.Reach.ANYWHERE,
                Path.of("t"),
                9216,
                Duration.ofMinutes(3),
                Map.of(
                    "help-desk",
                    new ApiConfig.Token(
                        new Secret("a token of the help desk"),
                        ApiConfig.Role.OPERATOR,
                        Set.of("springfield")))),
            new HistoryConfig(
                Duration.ofDays(5), Duration.ofDays(6), Duration.ofDays(7), Duration.ofHours(8)),
            new LogConfig(LogConfig.Level.DEBUG),
            Duration.ofMillis(800)),
        config);
  }

  @Test
  void read_tokensThatAreNoGood_areRefused() throws IOException {
    read(
        """
        database: {url: embedded}
        api:
          tokens:
            "a b": {secret: env:LONG, role: viewer}
            short: {secret: env:SHORT, role: viewer}
            none: {role: boss, districts: []}
        """,
        Map.of(),
        Map.of("LONG", "01234567890123456789", "SHORT", "0123456789012345678"));
    List<String> told = problems.list().stream().map(Problem::message).toList();
    assertEquals(5, told.size(), told.toString());
    assertTrue(told.toString().contains("a token's name has 1 to 63"), told.toString());
    assertTrue(told.toString().contains("the token is too short"), told.toString());
    assertTrue(told.contains("'secret' is missing here"), told.toString());
    assertTrue(told.toString().contains("unknown word 'boss'"), told.toString());
    assertTrue(told.toString().contains("no district is named here"), told.toString());
  }

  @Test
  void keys_areAllCoveredByTheMappingTest() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "api.enabled",
                "api.reach",
                "api.token-file",
                "api.body-limit",
                "api.plan-limit",
                "api.tokens",
                "history.audit-log",
                "history.closed-errors",
                "history.resync-plans",
                "history.shadow-differences",
                "http.host",
                "http.port",
                "http.idle-timeout",
                "database.url",
                "database.user",
                "database.password",
                "database.schema",
                "database.pool-size",
                "database.start-timeout",
                "database.embedded.folder",
                "database.embedded.port",
                "paths.rules",
                "paths.descriptors",
                "paths.connections",
                "packs.reload",
                "packs.poll",
                "packs.time-limit",
                "webhook.districts",
                "webhook.tolerance",
                "webhook.body-limit",
                "log.level",
                "stop-timeout")),
        ServerConfig.keys());
  }

  @Test
  void read_flagBeatsEnvironmentBeatsFile() throws IOException {
    String file = "http: {port: 1}\ndatabase: {url: embedded, pool-size: 2}\nlog: {level: warn}\n";
    ServerConfig config =
        read(
            file,
            Map.of("http.port", "3"),
            Map.of("STATECRAFT_HTTP_PORT", "2", "STATECRAFT_DATABASE_POOL_SIZE", "9"));
    assertEquals(List.of(), problems.list());
    assertEquals(3, config.http().port());
    assertEquals(9, config.database().poolSize());
    assertEquals(LogConfig.Level.WARN, config.log().level());
  }

  @Test
  void read_passwordVariable_isThePasswordItself() throws IOException {
    ServerConfig config =
        read(
            "database: {url: embedded, password: env:STATECRAFT_DATABASE_PASSWORD}",
            Map.of(),
            Map.of("STATECRAFT_DATABASE_PASSWORD", "open sesame"));
    assertEquals(List.of(), problems.list());
    assertEquals("open sesame", config.database().password().reveal());
  }

  @Test
  void read_severalProblems_areAllToldWithTheirPlaces() throws IOException {
    read("http:\n  prot: 1\n  port: many\nlogs: {level: info}\n", Map.of(), Map.of());
    assertProblems(
        "server.yaml:1:1: 'database.url' is missing; write postgresql://host:5432/database, or"
            + " 'embedded' to try things out with a server of our own",
        "server.yaml:2:3: unknown key 'http.prot'; did you mean 'http.port'?",
        "server.yaml:3:9: expected a whole number, not 'many'",
        "server.yaml:4:1: unknown key 'logs'");
  }

  @Test
  void read_numberOutOfRange_isRefused() throws IOException {
    read("http: {port: 70000}\ndatabase: {url: embedded}", Map.of(), Map.of());
    assertProblems("server.yaml:1:14: expected a number from 0 to 65535, not 70000");
  }

  @Test
  void read_amountWithoutUnit_isRefused() throws IOException {
    read(
        "database: {url: embedded}\nstop-timeout: 20\nwebhook: {body-limit: 16mb}",
        Map.of(),
        Map.of());
    assertProblems(
        "server.yaml:2:15: expected a time with its unit (ms, s, m, h, d), such as 30s, not '20'",
        "server.yaml:3:23: expected a size with its unit (B, KiB, MiB, GiB), such as 16MiB, not"
            + " '16mb'");
  }

  @Test
  void read_plainSecret_isRefusedWithoutRepeatingIt() throws IOException {
    read(
        "database: {url: embedded, password: hunter2}\n"
            + "webhook: {districts: {a: {secrets: whsec_c2VjcmV0}}}",
        Map.of(),
        Map.of());
    assertEquals(2, problems.list().size());
    for (Problem problem : problems.list()) {
      assertTrue(problem.message().startsWith("a secret must not stand here"), problem.message());
      assertFalse(problem.toString().contains("hunter2"));
      assertFalse(problem.toString().contains("c2VjcmV0"));
    }
  }

  @Test
  void read_secretThatIsNotThere_isRefused() throws IOException {
    read(
        "database: {url: embedded, password: 'file:/nowhere/at/all'}\n"
            + "webhook: {districts: {a: {secrets: env:NOT_SET}}}",
        Map.of(),
        Map.of());
    assertProblems(
        "server.yaml:1:37: the secret's file /nowhere/at/all cannot be read: there is no such file",
        "server.yaml:2:36: the environment variable NOT_SET is not set");
  }

  @Test
  void read_secretFileOthersCanRead_isWarnedAbout() throws IOException {
    Path secret = secretFile("rw-r--r--");
    ServerConfig config =
        read("database: {url: embedded, password: 'file:" + secret + "'}", Map.of(), Map.of());
    assertEquals(List.of(), problems.list());
    assertEquals("hidden", config.database().password().reveal());
    assertEquals(1, problems.warnings().size());
    assertTrue(problems.warnings().get(0).message().contains("chmod 600"));
  }

  @Test
  void read_wrongDatabaseAddress_isRefused() throws IOException {
    read("database: {url: 'jdbc:postgresql://h/d'}", Map.of(), Map.of());
    assertProblems(
        "server.yaml:1:17: expected postgresql://host:5432/database or 'embedded', not"
            + " 'jdbc:postgresql://h/d'");
  }

  @Test
  void read_userInDatabaseAddress_isRefusedWithoutRepeatingIt() throws IOException {
    read("database: {url: 'postgresql://me:hunter2@h/d'}", Map.of(), Map.of());
    assertProblems(
        "server.yaml:1:17: leave user and password out of the address; they are database.user and"
            + " database.password");
  }

  @Test
  void read_schemaThatNeedsQuotes_isRefused() throws IOException {
    read("database: {url: embedded, schema: 'a, public'}", Map.of(), Map.of());
    assertProblems(
        "server.yaml:1:35: expected lower-case letters, digits and underscores, not 'a, public'");
  }

  @Test
  void read_districtWithASlash_isRefused() throws IOException {
    read(
        "database: {url: embedded}\nwebhook: {districts: {a/b: {secrets: env:S, secret: x}}}",
        Map.of(),
        Map.of("S", "s"));
    assertEquals(2, problems.list().size());
    assertTrue(problems.list().get(0).message().contains("'a/b'"), problems.list().toString());
    assertTrue(
        problems.list().get(1).message().contains("did you mean 'secrets'?"),
        problems.list().toString());
  }

  @Test
  void read_unknownFlag_isRefused() {
    ServerConfig.withoutFile(
        Map.of("database.url", "embedded", "http.prt", "1"), new Environment(Map.of()), problems);
    assertProblems("--set http.prt: no such setting; did you mean 'http.port'?");
  }

  @Test
  void read_wrongValueInTheEnvironment_namesTheVariable() {
    ServerConfig.withoutFile(
        EMBEDDED, new Environment(Map.of("STATECRAFT_LOG_LEVEL", "loud")), problems);
    assertProblems(
        "environment variable STATECRAFT_LOG_LEVEL: unknown word 'loud'; known: debug, error, info,"
            + " warn");
  }

  @Test
  void reportUnknown_slipIsRefused_othersAreWarnedAbout() {
    Environment environment =
        new Environment(
            Map.of(
                "STATECRAFT_HTTP_PROT", "1",
                "STATECRAFT_SERVICE_HOST", "10.0.0.1",
                "STATECRAFT_PORT_8765_TCP", "tcp://10.0.0.1:8765",
                "STATECRAFT_XYZ", "1",
                "PATH", "/bin"));
    ServerConfig.withoutFile(EMBEDDED, environment, problems);
    environment.reportUnknown(problems);
    assertProblems(
        "environment variable STATECRAFT_HTTP_PROT: no such setting; did you mean"
            + " 'STATECRAFT_HTTP_PORT'?");
    assertEquals(
        List.of(
            "environment variable STATECRAFT_XYZ: no setting and no secret has this name; it has"
                + " no effect"),
        problems.warnings().stream().map(Problem::toString).toList());
  }

  @Test
  void read_noSuchFile_isTheOnlyProblem() {
    ServerConfig.read(folder.resolve("absent.yaml"), Map.of(), new Environment(Map.of()), problems);
    assertProblems("absent.yaml: there is no such file");
  }

  private ServerConfig read(String text, Map<String, String> flags, Map<String, String> variables)
      throws IOException {
    Path file = folder.resolve("server.yaml");
    Files.writeString(file, text);
    return ServerConfig.read(file, flags, new Environment(variables), problems);
  }

  private Path secretFile(String permissions) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hidden\n");
    return Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(permissions));
  }

  private void assertProblems(String... expected) {
    assertEquals(
        List.of(expected),
        problems.list().stream()
            .map(problem -> problem.toString().replace(folder + "/", ""))
            .toList());
  }
}
