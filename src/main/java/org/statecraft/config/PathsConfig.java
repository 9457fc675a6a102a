package org.statecraft.config;

import java.nio.file.Path;

/**
 * The folders that people edit, relative to where the program was started.
 *
 * @param rules the rule packs, one folder each. Defaults to rules.
 * @param descriptors the descriptor tables, one folder per pack. Defaults to descriptors.
 * @param connections one file per connection. Defaults to config/connections.
 */
public record PathsConfig(Path rules, Path descriptors, Path connections) {

  static PathsConfig read(Settings settings) {
    return new PathsConfig(
        settings.path("paths.rules", "rules"),
        settings.path("paths.descriptors", "descriptors"),
        settings.path("paths.connections", "config/connections"));
  }
}
