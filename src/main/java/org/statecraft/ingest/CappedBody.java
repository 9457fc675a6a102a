package org.statecraft.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Reads a request's body and stops keeping it as soon as it is larger than allowed. */
final class CappedBody {

  private final HttpServerRequest request;
  private final int most;
  private final Promise<Optional<byte[]>> promise = Promise.promise();
  private Buffer body = Buffer.buffer();

  CappedBody(HttpServerRequest request, int most) {
    this.request = request;
    this.most = most;
  }

  /** The body; empty if it is too large, failed if the sender breaks off. */
  Future<Optional<byte[]>> read() {
    if (announced() > most) {
      return Future.succeededFuture(Optional.empty());
    }
    request.exceptionHandler(promise::tryFail);
    request.handler(this::add);
    request.endHandler(end -> promise.tryComplete(Optional.of(body.getBytes())));
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
    return promise.future();
  }

  private void add(Buffer chunk) {
    if (promise.future().isComplete()) {
      return;
    }
    if (body.length() + chunk.length() > most) {
      body = Buffer.buffer();
      promise.tryComplete(Optional.empty());
    } else {
      body.appendBuffer(chunk);
    }
  }

  private long announced() {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
