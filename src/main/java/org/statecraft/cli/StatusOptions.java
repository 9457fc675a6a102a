package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Whose status is asked for.
 *
 * @param config the settings that name database, packs and connections
 */
public record StatusOptions(Path config, Map<String, String> settings, Format format) {

  public StatusOptions {
    settings = Map.copyOf(settings);
  }
}
