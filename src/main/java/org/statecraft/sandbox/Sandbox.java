package org.statecraft.sandbox;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A running sandbox: a stateful stand-in for an Ed-Fi API, on a port of its own. */
public final class Sandbox {

  private final Vertx vertx;
  private final SandboxState state;
  private final Listener listener;

  private Sandbox(Vertx vertx, SandboxState state, Listener listener) {
    this.vertx = vertx;
    this.state = state;
    this.listener = listener;
  }

  /**
   * Reads the journal, if there is one, and listens. The journal is read on the calling thread,
   * which must not be an event loop.
   *
   * @return fails when the port is taken or the journal cannot be used
   */
  public static Future<Sandbox> start(Vertx vertx, SandboxConfig config) {
    SandboxState state;
    try {
      state = SandboxState.open(config);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    Listener listener = new Listener(config, state);
    return vertx
        .deployVerticle(listener)
        .map(id -> new Sandbox(vertx, state, listener))
        .onFailure(error -> state.journal().ifPresent(Journal::close));
  }

  /** The port it listens on. */
  public int port() {
    return listener.server().actualPort();
  }

  /**
   * Tells the number of each request for data, counted from 1, before it is worked on. The watcher
   * is called on the sandbox's event loop.
   */
  public void watch(LongConsumer watcher) {
    listener.watch(watcher);
  }

  /** Stops listening and closes the journal and the log of requests. */
  public Future<Void> close() {
    return vertx
        .undeploy(listener.deploymentID())
        .onComplete(
            done -> {
              listener.log.close();
              state.journal().ifPresent(Journal::close);
            });
  }

  /** One instance on one event loop, so that the state needs no locks. */
  private static final class Listener extends VerticleBase {

    private final SandboxConfig config;
    private final SandboxState state;
    private final RequestLog log;
    private volatile LongConsumer watcher = number -> {};
    private volatile @Nullable HttpServer server;

    Listener(SandboxConfig config, SandboxState state) {
      this.config = config;
      this.state = state;
      this.log = new RequestLog(config.requestLog(), RequestLog.CAPACITY);
    }

    void watch(LongConsumer next) {
      watcher = next;
    }

    @Override
    public Future<?> start() {
      SandboxServer requests = new SandboxServer(vertx, config, state, log);
      requests.watch(number -> watcher.accept(number));
      // As in HttpListener: an upgrade to HTTP/2 halfway cuts large answers.
      HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
      if (config.faults().isPresent()) {
        // Closing becomes resetting: what was on its way to the client is thrown away.
        options.setSoLinger(0);
      }
      HttpServer created = vertx.createHttpServer(options).requestHandler(requests::handle);
      server = created;
      return created.listen(config.port(), config.host());
    }

    HttpServer server() {
      HttpServer started = server;
      if (started == null) {
        throw new IllegalStateException("the sandbox has not been started");
      }
      return started;
    }
  }
}
