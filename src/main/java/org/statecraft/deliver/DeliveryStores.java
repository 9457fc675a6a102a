package org.statecraft.deliver;

import org.statecraft.db.Database;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.outbox.PauseStore;

/** Where delivery reads and writes, and as which worker. */
public record DeliveryStores(
    Database database,
    OutboxStore outbox,
    PauseStore pauses,
    ErrorStore errors,
    DeliveryStateStore states,
    WorkerRegistry registry) {

  /** The usual ones. */
  public static DeliveryStores of(
      Database database, OutboxStore outbox, ErrorStore errors, WorkerRegistry registry) {
    return new DeliveryStores(
        database, outbox, new PauseStore(), errors, new DeliveryStateStore(), registry);
  }
}
