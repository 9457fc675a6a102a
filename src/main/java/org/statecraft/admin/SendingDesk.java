package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
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

  /** Stops the sending of a connection, or of one resource of it, in all processes. */
  public AuditedChange<Boolean> pausing(
      ConnectionName connection, Optional<ResourceName> resource, String reason, String by) {
    return change(
        "pauseConnection",
        connection,
        asked(resource).put("reason", reason),
        tx -> pauses.pause(tx, connection, resource, reason, by));
  }

  /** Lets it be sent again. */
  public AuditedChange<Boolean> resuming(
      ConnectionName connection, Optional<ResourceName> resource) {
    return change(
        "resumeConnection",
        connection,
        asked(resource),
        tx -> pauses.resume(tx, connection, resource));
  }

  private static ObjectNode asked(Optional<ResourceName> resource) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    resource.ifPresent(each -> asked.put("resource", each.value()));
    return asked;
  }

  /** A change that comes to whether it was otherwise before. */
  private AuditedChange<Boolean> change(
      String action,
      ConnectionName connection,
      ObjectNode asked,
      Function<Tx, Future<Boolean>> work) {
    return new AuditedChange<>(
        new About(action, Optional.of(connection), asked),
        () -> paused(connection),
        () ->
            database
                .inTransaction(work)
                .compose(done -> paused(connection).map(now -> Made.of(done, now))));
  }

  private Future<JsonNode> paused(ConnectionName connection) {
    return pauses.pauses(database, Optional.of(connection)).map(SendingStatus::json);
  }
}
