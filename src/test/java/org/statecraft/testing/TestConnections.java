package org.statecraft.testing;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.statecraft.campus.District;
import org.statecraft.config.Secret;
import org.statecraft.connections.ApiAddress;
import org.statecraft.connections.Connection;
import org.statecraft.connections.Credentials;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;

/** Connections with what a test says nothing of; {@link Records#with} changes that. */
public final class TestConnections {

  /** Where nobody answers. */
  public static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private TestConnections() {}

  /** A connection of the core pack for 2025, to where nobody answers. */
  public static Connection of(String name, String district) {
    return of(name, district, "core", new DataStandard("4.0"), NOWHERE);
  }

  /** A connection for 2025, with the key and the secret of a sandbox. */
  public static Connection of(
      String name, String district, String pack, DataStandard standard, URI api) {
    return new Connection(
        new ConnectionName(name),
        new District(district),
        new SchoolYear(2025),
        pack,
        standard,
        "state-id",
        new ApiAddress(api, Optional.empty(), Optional.empty(), Optional.empty()),
        new Credentials(new Secret("sandbox"), new Secret("sandbox-secret")),
        Duration.ofSeconds(5),
        4);
  }
}
