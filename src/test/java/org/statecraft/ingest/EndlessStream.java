package org.statecraft.ingest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Sends some chunks and then neither more nor an end. */
final class EndlessStream implements ReadStream<Buffer> {

  private final Buffer chunk;
  private int left;
  private @Nullable Handler<Buffer> handler;

  EndlessStream(int size, int chunks) {
    this.chunk = Buffer.buffer(" ".repeat(size));
    this.left = chunks;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> ignored) {
    return this;
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> newHandler) {
    handler = newHandler;
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    while (left > 0 && handler != null) {
      left--;
      handler.handle(chunk.copy());
    }
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    return resume();
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> ignored) {
    return this;
  }
}
