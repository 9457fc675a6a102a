package org.statecraft.admin;

import io.vertx.core.Future;
import java.util.Optional;
import org.statecraft.db.Database;
import org.statecraft.deliver.DeliveryStateStore;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.HeldUpStore;
import org.statecraft.outbox.PauseStore;

/** How connections are sent on, and stopping and resuming that. */
public final class SendingDesk {

  private final Database database;
  private final PauseStore pauses = new PauseStore();
  private final DeliveryStateStore states = new DeliveryStateStore();
  private final HeldUpStore outbox = new HeldUpStore();

  public SendingDesk(Database database) {
    this.database = database;
  }

  /** The status of one connection, or of all. */
  public Future<SendingStatus> status(Optional<ConnectionName> connection) {
    return states
        .living(database, connection)
        .compose(
            senders ->
                outbox
                    .backlog(database, connection)
                    .compose(
                        backlogs ->
                            pauses
                                .pauses(database, connection)
                                .map(paused -> new SendingStatus(senders, backlogs, paused))));
  }

  /**
   * Stops the sending of a connection, or of one resource of it, in all processes.
   *
   * @return whether it was not paused before
   */
  public Future<Boolean> pause(
      ConnectionName connection, Optional<ResourceName> resource, String reason, String by) {
    return database.inTransaction(tx -> pauses.pause(tx, connection, resource, reason, by));
  }

  /**
   * Lets it be sent again.
   *
   * @return whether it was paused
   */
  public Future<Boolean> resume(ConnectionName connection, Optional<ResourceName> resource) {
    return database.inTransaction(tx -> pauses.resume(tx, connection, resource));
  }
}
