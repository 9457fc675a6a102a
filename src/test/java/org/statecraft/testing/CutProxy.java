package org.statecraft.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A way to a server that can be cut: connections break, or say nothing any more. */
public final class CutProxy implements AutoCloseable {

  private final NetServer server;
  private final NetClient client;
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<NetSocket> silenced = ConcurrentHashMap.newKeySet();
  private final AtomicLong left = new AtomicLong(-1);
  private volatile Predicate<Buffer> counts = data -> true;
  private volatile boolean refusing;

  private CutProxy(Vertx vertx, String host, int port) {
    this.client = vertx.createNetClient();
    this.server =
        vertx
            .createNetServer()
            .connectHandler(
                from -> {
                  if (refusing) {
                    from.close();
                    return;
                  }
                  from.pause();
                  client
                      .connect(port, host)
                      .onSuccess(
                          to -> {
                            join(from, to, true);
                            join(to, from, false);
                            from.resume();
                          })
                      .onFailure(error -> from.close());
                });
  }

  private void join(NetSocket from, NetSocket to, boolean counted) {
    sockets.add(from);
    from.handler(
        data -> {
          if (!silenced.contains(from)) {
            to.write(data);
          }
          if (counted && counts.test(data) && left.getAndDecrement() == 0) {
            // What was written arrives all the same; what is answered does not.
            refusing = true;
            sockets.remove(to);
            to.end();
            cut();
          }
        });
    from.closeHandler(
        nothing -> {
          sockets.remove(from);
          // When nothing gets through, the end of a connection does not either.
          if (!silenced.contains(from)) {
            to.close();
          }
        });
  }

  /** Starts a way to a server. */
  public static CutProxy start(Vertx vertx, String host, int port) {
    CutProxy proxy = new CutProxy(vertx, host, port);
    TestDatabase.await(proxy.server.listen(0, "127.0.0.1"));
    return proxy;
  }

  public int port() {
    return server.actualPort();
  }

  /** Breaks all connections and refuses new ones. */
  public void cut() {
    refusing = true;
    sockets.forEach(NetSocket::close);
  }

  /**
   * Cuts by itself when that many more requests, and one, have come through.
   *
   * @param counted which of them count
   */
  public void cutAfter(long requests, Predicate<Buffer> counted) {
    counts = counted;
    left.set(requests);
  }

  /** Lets nothing through the connections there are, while both sides believe in them. */
  public void silence() {
    silenced.addAll(sockets);
  }

  /** New connections work again; those that were silenced stay silent. */
  public void mend() {
    refusing = false;
  }

  @Override
  public void close() {
    silenced.clear();
    TestDatabase.await(server.close());
    TestDatabase.await(client.close());
  }
}
