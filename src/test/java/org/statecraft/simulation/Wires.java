package org.statecraft.simulation;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.statecraft.testing.TestDatabase;

/**
 * All connections of one process to the world lead through here, so that they can be cut: between
 * any two bytes, as a kill of the process or a fault of the network would.
 */
final class Wires {

  private final Vertx vertx;
  private final NetClient client;
  private final List<NetServer> servers = new ArrayList<>();
  private final Map<NetServer, Set<NetSocket>> open = new ConcurrentHashMap<>();
  private volatile boolean dead;

  Wires(Vertx vertx) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
  }

  /** A wire to a port of this machine; answers the port of its near end. */
  synchronized NetServer to(int port) {
    NetServer server = vertx.createNetServer();
    Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    open.put(server, sockets);
    server.connectHandler(near -> connect(near, port, sockets));
    servers.add(server);
    return TestDatabase.await(server.listen(0, "127.0.0.1"));
  }

  private void connect(NetSocket near, int port, Set<NetSocket> sockets) {
    if (dead) {
      near.close();
      return;
    }
    near.pause();
    sockets.add(near);
    near.closeHandler(closed -> sockets.remove(near));
    client
        .connect(port, "127.0.0.1")
        .onFailure(error -> near.close())
        .onSuccess(
            far -> {
              if (dead || !sockets.contains(near)) {
                far.close();
                near.close();
                return;
              }
              sockets.add(far);
              far.closeHandler(
                  closed -> {
                    sockets.remove(far);
                    near.close();
                  });
              near.closeHandler(
                  closed -> {
                    sockets.remove(near);
                    far.close();
                  });
              far.handler(near::write);
              near.handler(far::write);
              near.resume();
            });
  }

  /** Cuts the connections of one wire; new ones can be made. */
  void interrupt(NetServer wire) {
    open.get(wire).forEach(NetSocket::close);
  }

  /** Cuts everything; who connects from now on is turned away at once. */
  void cut() {
    dead = true;
    open.values().forEach(sockets -> sockets.forEach(NetSocket::close));
  }

  /** Gives the ports back. */
  synchronized void remove() {
    servers.forEach(NetServer::close);
    client.close();
  }
}
