package org.statecraft.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The admin API: who may use it, and from where.
 *
 * @param enabled whether it is served. Defaults to true.
 * @param reach from where it may be used. Defaults to loopback.
 * @param tokenFile where the token of an operator is, which is made at the first start if no other
 *     token is configured. Defaults to data/api-token.
 * @param bodyLimit the most bytes one request may have. Defaults to 8MiB.
 * @param planLimit how long planning an edited pack may take. Defaults to 30m.
 * @param tokens by the name that the audit log shows. Defaults to none.
 */
public record ApiConfig(
    boolean enabled,
    Reach reach,
    Path tokenFile,
    long bodyLimit,
    Duration planLimit,
    Map<String, Token> tokens) {

  private static final String KEY = "api.tokens";
  private static final int SHORTEST = 20;

  public ApiConfig {
    tokens = Map.copyOf(tokens);
  }

  /** From where requests are taken. */
  public enum Reach {
    /** From this machine, without a proxy between. */
    LOOPBACK,
    /** From everywhere that reaches the port. */
    ANYWHERE
  }

  /** What a token allows; each role allows what those before it do. */
  public enum Role {
    /** To look, with student data masked. */
    VIEWER,
    /**
     * To see student data, check and plan packs, and decide what decides: packs and preferences.
     */
    ANALYST,
    /** To decide what is sent: pause, retry, resync, delete. */
    OPERATOR;

    /** As it is written in the settings and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it allows what another one does. */
    public boolean includes(Role other) {
      return compareTo(other) >= 0;
    }
  }

  /**
   * A token.
   *
   * @param districts whose connections it is limited to; empty for all
   */
  public record Token(Secret secret, Role role, Set<String> districts) {

    public Token {
      districts = Set.copyOf(districts);
    }
  }

  static ApiConfig read(Settings settings, Environment environment, Problems problems) {
    Map<String, Token> tokens = new LinkedHashMap<>();
    settings
        .onlyInFile(KEY)
        .map()
        .forEach((name, node) -> token(name, node, environment, problems, tokens));
    return new ApiConfig(
        settings.at("api.enabled").flag(true),
        settings.at("api.reach").choice(Reach.class, Reach.LOOPBACK),
        settings.path("api.token-file", "data/api-token"),
        settings.at("api.body-limit").bytes(8L << 20),
        settings.at("api.plan-limit").duration(Duration.ofMinutes(30)),
        tokens);
  }

  private static void token(
      String name,
      YamlNode node,
      Environment environment,
      Problems problems,
      Map<String, Token> to) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      node.problem(
          "a token's name has 1 to 63 letters, digits, dots, hyphens and underscores, but was '"
              + name
              + "'");
    }
    node.only("secret", "role", "districts");
    node.require("role");
    Role role = node.get("role").choice(Role.class, Role.VIEWER);
    Set<String> districts = new TreeSet<>(node.get("districts").texts());
    if (node.map().containsKey("districts") && districts.isEmpty()) {
      node.get("districts")
          .problem("no district is named here; leave the line out for a token of all districts");
    }
    YamlNode reference = node.require("secret");
    if (reference.isEmpty()) {
      return;
    }
    SecretReference.resolvePeers(reference, environment, problems)
        .ifPresent(
            secret -> {
              if (environment.peersAreSpokenTo() && secret.reveal().length() < SHORTEST) {
                reference.problem(
                    "the token is too short; write at least " + SHORTEST + " characters");
              }
              to.put(name, new Token(secret, role, districts));
            });
  }
}
