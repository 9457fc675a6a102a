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

/** The settings and connections of a server, for a command that sends nothing. */
record OpenedSetting(ServerConfig config, List<Connection> connections) {

  /**
   * Reads them; secrets need not be there.
   *
   * @throws org.statecraft.config.InvalidFiles with what is wrong with them
   */
  static OpenedSetting read(Path file, Map<String, String> settings) {
    Problems problems = new Problems();
    Environment environment = Environment.ofDatabaseWork(System.getenv());
    ServerConfig config = ServerConfig.read(file, settings, environment, problems);
    List<Connection> connections =
        new ConnectionReader(environment, problems)
            .readFolder(config.paths().connections()).stream()
                .map(ConnectionFile::connection)
                .toList();
    problems.throwIfAny();
    return new OpenedSetting(config, connections);
  }

  /** The connection of a name. */
  Connection connection(String name) {
    List<String> names = connections.stream().map(each -> each.name().value()).toList();
    return connections.stream()
        .filter(each -> each.name().value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StartFailure(
                    "there is no connection '" + name + "'" + DidYouMean.hint(name, names)));
  }
}
