package org.statecraft.db;

import java.net.URI;
import java.net.URISyntaxException;
import org.statecraft.config.Secret;

/**
 * Where PostgreSQL is and who we are there.
 *
 * @param schema the schema that holds our tables; the first of the search path
 */
public record DatabaseUrl(
    String host, int port, String database, String user, Secret password, String schema) {

  private static final int DEFAULT_PORT = 5432;

  /**
   * Reads {@code postgresql://host[:port]/database}. User and password come apart, so that the
   * address may be logged.
   *
   * @throws IllegalArgumentException when the address is not of this form
   */
  public static DatabaseUrl parse(String address, String user, Secret password, String schema) {
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme();
      String path = uri.getPath();
      if (scheme == null
          || !scheme.startsWith("postgres")
          || uri.getHost() == null
          || path == null
          || path.length() < 2) {
        throw new IllegalArgumentException(
            "'" + address + "' is not of the form postgresql://host:5432/database");
      }
      return new DatabaseUrl(
          uri.getHost(),
          uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
          path.substring(1),
          user,
          password,
          schema);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'" + address + "' is not of the form postgresql://host:5432/database", e);
    }
  }

  /** The address for JDBC, which only the migrations use. */
  public String jdbc() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }
}
