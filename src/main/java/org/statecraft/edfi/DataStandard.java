package org.statecraft.edfi;

import java.util.List;

/**
 * A version of the Ed-Fi Data Standard, such as {@code 4.0}. Known versions are ordered; an
 * element's {@code since} and {@code until} are compared in that order. {@code 2.5} stands for what
 * API v2 (ODS/API 2.4 to 2.6) takes.
 */
public record DataStandard(String version) implements Comparable<DataStandard> {

  /** The versions we know, oldest first. */
  public static final List<String> KNOWN =
      List.of("2.5", "3.1", "3.2", "3.3", "4.0", "5.0", "5.1", "5.2", "6.0", "6.1");

  /** How the message about a version begins that we do not know. */
  public static final String UNKNOWN = "unknown data standard ";

  public DataStandard {
    if (!KNOWN.contains(version)) {
      throw new IllegalArgumentException(
          UNKNOWN + "'" + version + "'; known are " + String.join(", ", KNOWN));
    }
  }

  @Override
  public int compareTo(DataStandard other) {
    return Integer.compare(KNOWN.indexOf(version), KNOWN.indexOf(other.version));
  }

  @Override
  public String toString() {
    return version;
  }
}
