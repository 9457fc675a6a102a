package org.statecraft.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.events.EventStore;
import org.statecraft.events.QueueDepth;
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

  /** A statement for all of them, however many. */
  private Future<List<Status.OfConnection>> each(Collection<Connection> connections) {
    List<ConnectionName> names = connections.stream().map(Connection::name).toList();
    ErrorDesk.Asked all = new ErrorDesk.Asked(Optional.empty(), List.of(), Optional.empty(), false);
    return Future.all(
            sending.status(Optional.empty()),
            events.depths(database, names),
            errors.groups(all),
            shadows.list(database, Optional.empty()),
            runs.latestOfEach(names))
        .map(
            found -> {
              SendingStatus sent = found.resultAt(0);
              Map<ConnectionName, QueueDepth> depths = found.resultAt(1);
              List<ErrorGroup> groups = found.resultAt(2);
              List<Shadow> beside = found.resultAt(3);
              List<ResyncRun> latest = found.resultAt(4);
              return connections.stream()
                  .map(
                      each ->
                          new Status.OfConnection(
                              each,
                              sent.of(each.name()),
                              Objects.requireNonNull(depths.get(each.name())),
                              of(each, groups, ErrorGroup::connection),
                              of(each, beside, Shadow::connection).stream().findFirst(),
                              of(each, latest, ResyncRun::connection).stream().findFirst()))
                  .toList();
            });
  }

  private static <T> List<T> of(
      Connection connection, List<T> all, Function<T, ConnectionName> name) {
    return all.stream().filter(each -> name.apply(each).equals(connection.name())).toList();
  }
}
