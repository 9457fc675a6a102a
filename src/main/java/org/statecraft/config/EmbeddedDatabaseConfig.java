package org.statecraft.config;

import java.nio.file.Path;

/**
 * The PostgreSQL that the program starts itself, for trying out and development.
 *
 * @param folder holds its programs, data, password and log. Defaults to data/database.
 * @param port its fixed port on the loopback address. Defaults to 8766.
 */
public record EmbeddedDatabaseConfig(Path folder, int port) {

  static EmbeddedDatabaseConfig read(Settings settings) {
    return new EmbeddedDatabaseConfig(
        settings.path("database.embedded.folder", "data/database"),
        settings.at("database.embedded.port").between(1, 65_535, 8766));
  }
}
