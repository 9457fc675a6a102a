package org.statecraft.edfi;

import java.util.regex.Pattern;

/**
 * The name of a connection: one configured Ed-Fi API for one district and school year. It stands in
 * tables, metrics and file names, so it is short and plain: lower-case letters, digits and hyphens.
 */
public record ConnectionName(String value) implements Comparable<ConnectionName> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public ConnectionName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a connection name has 1 to 63 lower-case letters, digits and hyphens, but was '"
              + value
              + "'");
    }
  }

  @Override
  public int compareTo(ConnectionName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
