package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked about delivery.
 *
 * @param config the settings that name the database
 * @param resource empty means all resources of the connection
 * @param reason of a pause; may be empty
 * @param by who does it; empty to look only
 */
public record DeliverOptions(
    Action action,
    Path config,
    Map<String, String> settings,
    Optional<String> connection,
    Optional<String> resource,
    String reason,
    String by,
    Format format) {

  /** What is to be done. */
  public enum Action {
    /** Show how is sent. */
    STATUS,
    /** Stop sending. */
    PAUSE,
    /** Go on. */
    RESUME
  }

  public DeliverOptions {
    settings = Map.copyOf(settings);
  }
}
