package org.statecraft.sandbox;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.statecraft.testing.TestDatabase;

/**
 * The contract, held by the sandbox; or by the API that the system properties {@code
 * edfi.contract.url}, {@code edfi.contract.key} and {@code edfi.contract.secret} name.
 */
class SandboxContractTest extends EdFiApiContract {

  private static final Vertx VERTX = Vertx.vertx();
  private static EdFiClient client;

  @BeforeAll
  static void open() {
    String url = System.getProperty("edfi.contract.url", "");
    if (url.isEmpty()) {
      Sandbox sandbox =
          TestDatabase.await(Sandbox.start(VERTX, Samples.config().withStrictDescriptors()));
      client = Samples.client(sandbox);
      Samples.seed(sandbox);
    } else {
      client =
          new EdFiClient(
              url,
              System.getProperty("edfi.contract.key", ""),
              System.getProperty("edfi.contract.secret", ""));
    }
    client.authenticate();
  }

  @AfterAll
  static void close() {
    TestDatabase.await(VERTX.close());
  }

  @Override
  EdFiClient client() {
    return client;
  }
}
