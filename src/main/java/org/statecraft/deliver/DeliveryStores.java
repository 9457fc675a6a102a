package org.statecraft.deliver;

import org.statecraft.db.Database;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.outbox.OutboxStore;

/** Where delivery reads and writes, and as which worker. */
public record DeliveryStores(
    Database database, OutboxStore outbox, ErrorStore errors, WorkerRegistry registry) {}
