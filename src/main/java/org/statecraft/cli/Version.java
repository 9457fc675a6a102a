package org.statecraft.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which Statecraft this is. */
public final class Version implements IVersionProvider {

  private static final String FILE = "/statecraft-version.properties";

  /** The version as the build wrote it. */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the program");
      }
      properties.load(file);
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " cannot be read", e);
    }
    return properties.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Statecraft " + number(), "Java ${java.version} (${java.vendor})"};
  }
}
