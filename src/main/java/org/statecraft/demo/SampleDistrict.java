package org.statecraft.demo;

import java.net.URI;
import org.statecraft.config.Secret;
import org.statecraft.connections.Connection;

/**
 * A district of the demo, with all it needs to be played.
 *
 * @param secret of its webhook
 * @param sandbox the address of its Ed-Fi API
 */
public record SampleDistrict(Connection connection, Secret secret, URI sandbox, String script) {

  /** The name as the webhook's path has it. */
  String name() {
    return connection.district().value();
  }
}
