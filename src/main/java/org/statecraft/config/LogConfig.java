package org.statecraft.config;

/**
 * What is logged.
 *
 * @param level the least important line that is written, of our own code. Defaults to info.
 */
public record LogConfig(Level level) {

  /** How important a line is, most important first. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  static LogConfig read(Settings settings) {
    return new LogConfig(settings.at("log.level").choice(Level.class, Level.INFO));
  }
}
