package org.statecraft.sandbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All records in memory, found by id, by identity, and by what they refer to. */
final class RecordStore {

  private final Map<String, Map<String, StoredRecord>> byResource = new TreeMap<>();
  private final Map<String, StoredRecord> byIdentity = new HashMap<>();
  private final Map<String, Set<String>> referring = new HashMap<>();
  private final Map<String, StoredRecord> byId = new HashMap<>();
  private long writes;

  /** Adds a record, or replaces the one with its id. */
  void put(StoredRecord record) {
    writes++;
    StoredRecord before = byId.put(record.id(), record);
    if (before != null) {
      unindex(before);
    }
    Document document = record.document();
    byResource
        .computeIfAbsent(document.resource().name(), name -> new LinkedHashMap<>())
        .put(record.id(), record);
    byIdentity.put(document.identity(), record);
    document.shared().ifPresent(shared -> byIdentity.put(shared, record));
    for (String target : document.references()) {
      if (!target.isEmpty()) {
        referring.computeIfAbsent(target, none -> new LinkedHashSet<>(4)).add(record.id());
      }
    }
  }

  void remove(StoredRecord record) {
    writes++;
    byId.remove(record.id());
    of(record.document().resource()).remove(record.id());
    unindex(record);
  }

  /** How often the store has changed. */
  long writes() {
    return writes;
  }

  Optional<StoredRecord> byId(SandboxResource resource, String id) {
    return Optional.ofNullable(byId.get(id))
        .filter(record -> record.document().resource() == resource);
  }

  Optional<StoredRecord> byIdentity(String identity) {
    return Optional.ofNullable(byIdentity.get(identity));
  }

  /** The records that refer to an identity, oldest first. */
  Stream<StoredRecord> referringTo(String identity) {
    return referring.getOrDefault(identity, Set.of()).stream()
        .flatMap(id -> Optional.ofNullable(byId.get(id)).stream());
  }

  /** Whether any record that refers to an identity passes a test. */
  boolean isReferredTo(String identity, Predicate<StoredRecord> test) {
    for (String id : referring.getOrDefault(identity, Set.of())) {
      StoredRecord record = byId.get(id);
      if (record != null && test.test(record)) {
        return true;
      }
    }
    return false;
  }

  /** A record, other than itself, that refers to a record. */
  Optional<StoredRecord> dependent(StoredRecord record) {
    Document document = record.document();
    return Stream.concat(Stream.of(document.identity()), document.shared().stream())
        .flatMap(this::referringTo)
        .filter(each -> each != record)
        .findFirst();
  }

  /** The records of a resource, oldest first. */
  Collection<StoredRecord> all(SandboxResource resource) {
    return of(resource).values();
  }

  /** How many records each resource has; resources without any are left out. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    byResource.forEach(
        (name, records) -> {
          if (!records.isEmpty()) {
            counts.put(name, records.size());
          }
        });
    return counts;
  }

  /** All records, by resource and identity. */
  List<StoredRecord> sorted() {
    return byId.values().stream()
        .sorted(java.util.Comparator.comparing(record -> record.document().identity()))
        .toList();
  }

  private Map<String, StoredRecord> of(SandboxResource resource) {
    return byResource.computeIfAbsent(resource.name(), name -> new LinkedHashMap<>());
  }

  private void unindex(StoredRecord record) {
    Document document = record.document();
    byIdentity.remove(document.identity());
    document.shared().ifPresent(byIdentity::remove);
    for (String target : document.references()) {
      Set<String> ids = referring.get(target);
      if (ids != null && ids.remove(record.id()) && ids.isEmpty()) {
        referring.remove(target);
      }
    }
  }
}
