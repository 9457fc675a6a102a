package org.statecraft.config;

import java.time.Duration;

/**
 * The PostgreSQL that keeps everything.
 *
 * @param url {@code postgresql://host:5432/database}, or {@code embedded} for a server of our own.
 *     Has no default, so that nobody gets an embedded server by forgetting a line.
 * @param user Defaults to statecraft.
 * @param password empty when the server asks for none. Defaults to none.
 * @param schema holds our tables; it is made when absent. Defaults to statecraft.
 * @param poolSize the most connections we open. Defaults to 16.
 * @param startTimeout how long to wait at start for a server that cannot be reached. Defaults to
 *     1m.
 * @param embedded where the embedded server lives
 */
public record DatabaseConfig(
    String url,
    String user,
    Secret password,
    String schema,
    int poolSize,
    Duration startTimeout,
    EmbeddedDatabaseConfig embedded) {

  private static final String EMBEDDED = "embedded";

  /** Whether we start the server ourselves. */
  public boolean isEmbedded() {
    return url.equals(EMBEDDED);
  }

  static DatabaseConfig read(Settings settings, Problems problems, Place file) {
    return new DatabaseConfig(
        url(settings, problems, file),
        settings.at("database.user").text("statecraft"),
        settings.secret("database.password").orElse(new Secret("")),
        schema(settings),
        settings.at("database.pool-size").between(2, 1_000, 16),
        settings.at("database.start-timeout").duration(Duration.ofMinutes(1)),
        EmbeddedDatabaseConfig.read(settings));
  }

  private static String url(Settings settings, Problems problems, Place file) {
    YamlNode node = settings.at("database.url");
    if (node.isEmpty()) {
      problems.add(
          file,
          "'database.url' is missing; write postgresql://host:5432/database, or 'embedded' to"
              + " try things out with a server of our own");
      return EMBEDDED;
    }
    String url = node.text();
    if (!url.equals(EMBEDDED) && !url.matches("postgres(ql)?://[^/@\\s]+/[^/\\s]+")) {
      node.problem(
          url.contains("@")
              ? "leave user and password out of the address; they are database.user and"
                  + " database.password"
              : "expected postgresql://host:5432/database or 'embedded', not '" + url + "'");
      return EMBEDDED;
    }
    return url;
  }

  private static String schema(Settings settings) {
    YamlNode node = settings.at("database.schema");
    String schema = node.text("statecraft");
    // Stands in the search path as it is, so it must need no quotes.
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
      node.problem("expected lower-case letters, digits and underscores, not '" + schema + "'");
    }
    return schema;
  }
}
