package org.statecraft.sync;

import java.time.InstantSource;
import org.statecraft.db.Database;
import org.statecraft.db.WorkerRegistry;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.events.EventClaimStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.outbox.OutboxStore;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSets;

/** What syncing reads from and writes to. */
public record SyncStores(
    Database database,
    WorkerRegistry registry,
    RowStore rows,
    EventClaimStore events,
    IdentityStore identity,
    OutboxStore outbox,
    ErrorStore errors,
    RuleSets ruleSets,
    InstantSource clock) {}
