package org.statecraft.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.statecraft.app.Main;

/** The finished server, {@code serve}, in a process of its own. */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final int port;

  private ServerProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts the server and waits until it is ready.
   *
   * @param folder gets the log
   * @param connections the folder of connection files
   * @param database the lines below {@code database:} of the configuration
   */
  static ServerProcess start(
      Path folder, Path connections, String database, String district, String... javaOptions)
      throws IOException, InterruptedException {
    return startOn(
        folder, "{connections: %s}".formatted(connections), database, district, javaOptions);
  }

  /**
   * The same on other folders.
   *
   * @param paths the lines below {@code paths:} of the configuration
   */
  static ServerProcess startOn(
      Path folder, String paths, String database, String district, String... javaOptions)
      throws IOException, InterruptedException {
    int port = freePort();
    Path config = folder.resolve("server.yaml");
    Files.writeString(
        config,
        """
        http: {port: %d}
        database: %s
        paths: %s
        webhook:
          districts:
            %s: {secrets: [env:BENCH_WEBHOOK]}
        """
            .formatted(port, database, paths, district));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(javaOptions));
    Path jar = Path.of("target", "statecraft.jar");
    if (Files.exists(jar)) {
      command.addAll(List.of("-jar", jar.toString()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    }
    command.addAll(List.of("serve", "--config", config.toString()));
    Path log = Files.createTempFile(folder, "server", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("BENCH_WEBHOOK", WebhookSender.SECRET_TEXT);
    builder.environment().put("BENCH_KEY", "sandbox");
    builder.environment().put("BENCH_SECRET", "sandbox-secret");
    builder.environment().put("STATECRAFT_DATABASE_PASSWORD", "postgres");
    ServerProcess server = new ServerProcess(builder.start(), log, port);
    server.awaitReady();
    return server;
  }

  /** The server with one connection of the core pack, of the same name as its district. */
  static ServerProcess startFor(
      BenchPostgres postgres, String schema, String district, URI api, String... javaOptions)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("statecraft-bench-" + district);
    Path connections = Files.createDirectories(folder.resolve("connections"));
    Files.writeString(
        connections.resolve(district + ".yaml"),
        BenchConnection.yaml(district + "-2025", district, "core", "4.0", api.toString()));
    String database =
        "{url: \"postgresql://127.0.0.1:%d/postgres\", user: postgres, schema: %s}"
            .formatted(postgres.port(), schema);
    return start(folder, connections, database, district, javaOptions);
  }

  /** A port nobody has at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready")).build();
    for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2); System.nanoTime() < end; ) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("the server ended:\n" + Files.readString(log), e);
        }
      }
      Thread.sleep(20);
    }
    throw new IOException("the server is not ready after two minutes:\n" + Files.readString(log));
  }

  int port() {
    return port;
  }

  /** The processor time it has used so far, in milliseconds, compiling to machine code included. */
  long cpuMillis() {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
