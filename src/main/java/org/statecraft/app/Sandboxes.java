package org.statecraft.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;

/** Starts sandboxes, and says in words for a person why one cannot be started. */
final class Sandboxes {

  private Sandboxes() {}

  static Future<Sandbox> start(Vertx vertx, SandboxConfig config) {
    return Sandbox.start(vertx, config)
        .recover(error -> Future.failedFuture(new StartFailure(reason(config, error), error)));
  }

  private static String reason(SandboxConfig config, Throwable error) {
    return error instanceof BindException
        ? "port "
            + config.port()
            + " of the sandbox is taken by another program; end it, or set another port"
        : "the sandbox on port " + config.port() + " cannot be started: " + error.getMessage();
  }
}
