package org.statecraft.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Environment;
import org.statecraft.config.Problems;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionReader;
import org.statecraft.packs.RulePack;

/** The settings, and the connections of which a command is about one. */
record ConnectionSetting(ServerConfig config, List<ConnectionFile> files, ConnectionFile file) {

  /** Reads what is needed for work on the database alone; no secret of a peer is read. */
  static ConnectionSetting read(Path file, Map<String, String> settings, String connection) {
    Problems problems = new Problems();
    Environment environment = Environment.ofDatabaseWork(System.getenv());
    ServerConfig config = ServerConfig.read(file, settings, environment, problems);
    List<ConnectionFile> files =
        new ConnectionReader(environment, problems).readFolder(config.paths().connections());
    problems.throwIfAny();
    return new ConnectionSetting(config, files, find(files, connection));
  }

  /** The same with the credentials of the one connection, whose API is to be spoken to. */
  ConnectionSetting withCredentials() {
    Problems problems = new Problems();
    ConnectionFile read =
        new ConnectionReader(new Environment(System.getenv()), problems)
            .readOne(config.paths().connections(), connection().name())
            .orElse(file);
    problems.throwIfAny();
    return new ConnectionSetting(config, files, read);
  }

  private static ConnectionFile find(List<ConnectionFile> files, String name) {
    List<String> names = files.stream().map(each -> each.connection().name().value()).toList();
    return files.stream()
        .filter(each -> each.connection().name().value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StartFailure(
                    "there is no connection '" + name + "'" + DidYouMean.hint(name, names)));
  }

  Connection connection() {
    return file.connection();
  }

  List<Connection> connections() {
    return files.stream().map(ConnectionFile::connection).toList();
  }

  Connection other(String name) {
    return find(files, name).connection();
  }

  RulePack packOf(Connection each) {
    return Rules.reader(config.paths()).read(each.pack());
  }

  RulePack pack() {
    return packOf(connection());
  }
}
