package org.statecraft.deliver;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.statecraft.campus.District;
import org.statecraft.config.Secret;
import org.statecraft.connections.ApiAddress;
import org.statecraft.connections.Connection;
import org.statecraft.connections.Credentials;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.testing.Plans;

/** A connection to an API of a test. */
final class TestConnection {

  private TestConnection() {}

  static Connection to(URI base, int concurrency) {
    return new Connection(
        Plans.CONNECTION,
        new District("test"),
        new SchoolYear(2025),
        "core",
        new DataStandard("4.0"),
        "state-id",
        new ApiAddress(base, Optional.empty(), Optional.empty(), Optional.empty()),
        new Credentials(new Secret("key"), new Secret("secret")),
        Duration.ofSeconds(2),
        concurrency);
  }
}
