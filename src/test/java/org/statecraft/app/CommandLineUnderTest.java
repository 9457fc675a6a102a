package org.statecraft.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.statecraft.cli.Cli;
import org.statecraft.db.DatabaseUrl;

/** A folder with settings and connections, and the real command line on them. */
final class CommandLineUnderTest {

  /** What a command said. */
  record Said(int code, String out, String err) {}

  private final Path folder;

  /** The command line on settings that are in a folder already. */
  CommandLineUnderTest(Path folder) {
    this.folder = folder;
  }

  CommandLineUnderTest(Path folder, DatabaseUrl url) {
    this(folder);
    write("password", url.password().reveal());
    settings("postgresql://" + url.host() + ":" + url.port() + "/" + url.database(), url.schema());
  }

  /** Settings with another database. */
  void settings(String address, String schema) {
    write(
        "server.yaml",
        """
        http: {port: 0}
        database:
          url: %s
          user: postgres
          password: file:%s
          schema: %s
        paths: {connections: %s}
        webhook: {districts: {a: {secrets: ["file:%s"]}}}
        """
            .formatted(
                address,
                folder.resolve("password"),
                schema,
                folder.resolve("connections"),
                folder.resolve("webhook-secret")));
  }

  /** Writes the file of a connection; its secrets are nowhere. */
  void connection(String name, String district, int year, String pack, String more) {
    write(
        "connections/" + name + ".yaml",
        """
        name: %s
        district: %s
        school-year: %d
        pack: %s
        data-standard: "4.0"
        unique-id: state-id
        api: {base: "http://127.0.0.1:9"}
        credentials: {key: env:NO_SUCH_VARIABLE, secret: file:/no/such/file}
        """
                .formatted(name, district, year, pack)
            + more);
  }

  Path write(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code statecraft preferences ...}; the folder's name is left out of what it says. */
  Said preferences(String... args) {
    List<String> all = new ArrayList<>(List.of("preferences"));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  /** Runs any command that takes {@code --config}; the folder's name is left out. */
  Said run(String... args) {
    return typing("", args);
  }

  /** The same for somebody who types something when asked. */
  Said typing(String typed, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", folder.resolve("server.yaml").toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter outWriter = new PrintWriter(out, true);
    PrintWriter errWriter = new PrintWriter(err, true);
    int code =
        Cli.run(
            new Launcher(new BufferedReader(new StringReader(typed)), outWriter, errWriter),
            outWriter,
            errWriter,
            all.toArray(String[]::new));
    return new Said(code, plain(out), plain(err));
  }

  private String plain(StringWriter text) {
    return text.toString().replace(folder + "/", "");
  }
}
