package org.statecraft.deliver;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.outbox.Pause;

/**
 * What a person has paused, as far as we looked. Claims ask for themselves; this is for what is
 * claimed already. For one thread.
 */
final class PauseWatch {

  private final DeliveryStores stores;
  private final ConnectionName connection;
  private boolean all;
  private Set<ResourceName> resources = Set.of();

  PauseWatch(DeliveryStores stores, ConnectionName connection) {
    this.stores = stores;
    this.connection = connection;
  }

  /** Looks again. */
  Future<Void> look() {
    return stores
        .pauses()
        .pauses(stores.database(), Optional.of(connection))
        .map(
            pauses -> {
              keep(pauses);
              return null;
            });
  }

  private void keep(List<Pause> pauses) {
    Set<ResourceName> paused = new HashSet<>();
    pauses.forEach(pause -> pause.resource().ifPresent(paused::add));
    resources = paused;
    all = pauses.stream().anyMatch(pause -> pause.resource().isEmpty());
  }

  boolean all() {
    return all;
  }

  boolean covers(ResourceName resource) {
    return all || resources.contains(resource);
  }
}
