package org.statecraft.identity;

import java.util.Set;
import java.util.UUID;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/** The records of a connection that a person deleted and does not want sent again. */
public record Tombstones(Set<Entry> entries) {

  /** None. */
  public static final Tombstones NONE = new Tombstones(Set.of());

  /** A record by the hash of its natural key. */
  public record Entry(ResourceName resource, UUID keyHash) {}

  public Tombstones {
    entries = Set.copyOf(entries);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public boolean has(ResourceRef record) {
    return entries.contains(new Entry(record.resource(), record.key().hash()));
  }
}
