package org.statecraft.app;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.api.ApiRoutes;
import org.statecraft.api.Scene;
import org.statecraft.api.TokenFile;
import org.statecraft.api.Tokens;
import org.statecraft.config.ApiConfig;
import org.statecraft.config.ServerConfig;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.db.Database;
import org.statecraft.reload.Reloading;
import org.statecraft.rules.RuleSets;

/** Opens the admin API of a server. */
final class AdminApi {

  private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);

  /** The name of the token that is made at the first start. */
  private static final String FIRST = "operator";

  private AdminApi() {}

  /**
   * The routes; empty if they are switched off.
   *
   * @throws StartFailure when there is no token to be had
   */
  static Optional<ApiRoutes> open(
      ServerConfig config,
      Vertx vertx,
      Database database,
      InstantSource clock,
      List<ConnectionFile> connections,
      RuleSets ruleSets,
      Reloading reloading) {
    if (!config.api().enabled()) {
      return Optional.empty();
    }
    Scene scene =
        new Scene(
            vertx,
            database,
            clock,
            connections,
            ruleSets,
            reloading::states,
            reloading::schemas,
            Rules.source(config.paths()),
            config.api().planLimit());
    return Optional.of(new ApiRoutes(scene, config.api(), tokens(config.api())));
  }

  private static Tokens tokens(ApiConfig config) {
    if (!config.tokens().isEmpty()) {
      return Tokens.of(config.tokens());
    }
    try {
      Tokens tokens = Tokens.ofOperator(FIRST, TokenFile.readOrMake(config.tokenFile()));
      LOG.info("admin api token_file={}", config.tokenFile());
      return tokens;
    } catch (IOException e) {
      throw new StartFailure(
          "the admin API has no token: "
              + e.getMessage()
              + "; set api.token-file to a file the server can write, or api.enabled to false",
          e);
    }
  }
}
