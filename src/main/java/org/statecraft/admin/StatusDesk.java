package org.statecraft.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.events.EventStore;
import org.statecraft.reload.Refusal;
import org.statecraft.reload.Revision;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncRunner;
import org.statecraft.resync.RunProgress;
import org.statecraft.shadow.Shadow;
import org.statecraft.shadow.ShadowStore;

/** How everything stands: connections with what waits for them, and the packs that decide. */
public final class StatusDesk {

  private final Database database;
  private final SendingDesk sending;
  private final ErrorDesk errors;
  private final PackDesk packs;
  private final ResyncRunner runs;
  private final EventStore events = new EventStore();
  private final ShadowStore shadows = new ShadowStore();

  public StatusDesk(Vertx vertx, Database database, InstantSource clock) {
    this.database = database;
    this.sending = new SendingDesk(database);
    this.errors = new ErrorDesk(database, clock);
    this.packs = new PackDesk(database, clock);
    this.runs = new ResyncRunner(vertx, database, clock, RunProgress.NONE);
  }

  /** The status of some connections, and of the packs they use. */
  public Future<Status> status(Collection<Connection> connections) {
    List<String> names = connections.stream().map(Connection::pack).distinct().sorted().toList();
    return each(connections)
        .compose(
            all ->
                packs
                    .revisions(names)
                    .compose(
                        known -> packs.refused(names).map(not -> status(all, names, known, not))));
  }

  private static Status status(
      List<Status.OfConnection> connections,
      List<String> names,
      List<Revision> known,
      List<Refusal> refused) {
    return new Status(
        connections,
        names.stream()
            .map(
                name ->
                    new Status.OfPack(
                        name,
                        known.stream()
                            .filter(each -> each.pack().equals(name))
                            .filter(each -> each.state() == Revision.State.LIVE)
                            .findFirst(),
                        refused.stream().filter(each -> each.pack().equals(name)).findFirst()))
            .toList());
  }

  private Future<List<Status.OfConnection>> each(Collection<Connection> connections) {
    List<Status.OfConnection> all = new ArrayList<>();
    Future<Void> asked = Future.succeededFuture();
    for (Connection each : connections) {
      asked = asked.compose(before -> of(each)).onSuccess(all::add).mapEmpty();
    }
    return asked.map(done -> all);
  }

  private Future<Status.OfConnection> of(Connection connection) {
    ConnectionName name = connection.name();
    Optional<ConnectionName> one = Optional.of(name);
    return Future.all(
            sending.status(one),
            events.depth(database, name),
            errors.groups(new ErrorDesk.Asked(one, List.of(), Optional.empty(), false)),
            shadows.list(database, one),
            runs.latest(Optional.of(List.of(name)), Optional.empty(), 1))
        .map(
            found ->
                new Status.OfConnection(
                    connection,
                    found.resultAt(0),
                    found.resultAt(1),
                    found.resultAt(2),
                    found.<List<Shadow>>resultAt(3).stream().findFirst(),
                    found.<List<ResyncRun>>resultAt(4).stream().findFirst()));
  }
}
