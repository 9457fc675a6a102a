package org.statecraft.api;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.db.Database;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.reload.PackSource;
import org.statecraft.reload.PackState;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleSets;

/**
 * What the API looks at and acts on.
 *
 * @param connections with the credentials of their APIs
 * @param packStates what is known of each pack in use, by name
 * @param schemas of all resources that the packs in force send
 * @param source where the packs stand on disk
 * @param planLimit how long planning an edited pack may take
 */
public record Scene(
    Vertx vertx,
    Database database,
    InstantSource clock,
    List<ConnectionFile> connections,
    RuleSets ruleSets,
    Supplier<Map<String, PackState>> packStates,
    Supplier<ResourceSchemas> schemas,
    PackSource source,
    Duration planLimit) {

  public Scene {
    connections = List.copyOf(connections);
  }

  /** The rules by which a connection decides. */
  RuleSet rules(Connection connection) {
    return ruleSets.of(connection);
  }
}
