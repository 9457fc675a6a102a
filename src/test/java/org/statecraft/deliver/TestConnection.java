package org.statecraft.deliver;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.statecraft.config.Secret;
import org.statecraft.connections.Connection;
import org.statecraft.connections.Credentials;
import org.statecraft.edfi.DataStandard;
import org.statecraft.testing.Plans;
import org.statecraft.testing.Records;
import org.statecraft.testing.TestConnections;

/** A connection to an API of a test. */
final class TestConnection {

  private TestConnection() {}

  static Connection to(URI base, int concurrency) {
    return Records.with(
        TestConnections.of(Plans.CONNECTION.value(), "test", "core", new DataStandard("4.0"), base),
        Map.of(
            "credentials",
            new Credentials(new Secret("key"), new Secret("secret")),
            "timeout",
            Duration.ofSeconds(2),
            "concurrency",
            concurrency));
  }
}
