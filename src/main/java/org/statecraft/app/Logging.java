package org.statecraft.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.statecraft.config.LogConfig;

/** Where log lines go: JSON on standard error for the server, a file for the demo. */
final class Logging {

  private static final String OURS = "org.statecraft";
  private static final String DEMO = "/logback-demo.xml";

  private Logging() {}

  /** Sets the level of our own code. */
  static void level(LogConfig.Level level) {
    context().getLogger(OURS).setLevel(Level.valueOf(level.name()));
  }

  /** Sends warnings and worse to a file, and nothing to the screen. */
  static void quiet(Path file) {
    URL demo = Logging.class.getResource(DEMO);
    if (demo == null) {
      throw new IllegalStateException(DEMO + " is missing from the program");
    }
    LoggerContext context = context();
    context.reset();
    context.putProperty("statecraft.log", file.toString());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(demo);
    } catch (JoranException e) {
      throw new IllegalStateException(DEMO + " cannot be used", e);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
