package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Creates, replaces and deletes records: every check of a host, in a host's order. */
final class RecordWriter {

  /**
   * A write that was done or refused.
   *
   * @param record the record after the write, or the one deleted; empty if refused
   */
  record Outcome(Answer answer, Effect effect, Optional<StoredRecord> record) {

    static Outcome refused(Answer answer) {
      return new Outcome(answer, Effect.NONE, Optional.empty());
    }
  }

  private final RecordStore store;
  private final DocumentCheck check;
  private final Relationships relationships;
  private final SandboxResources resources;
  private final ServerFamily family;
  private final InstantSource clock;
  private final Optional<Journal> journal;
  private long lastVersion;

  RecordWriter(
      RecordStore store,
      DocumentCheck check,
      Relationships relationships,
      SandboxResources resources,
      ServerFamily family,
      InstantSource clock,
      Optional<Journal> journal,
      long lastVersion) {
    this.store = store;
    this.check = check;
    this.relationships = relationships;
    this.resources = resources;
    this.family = family;
    this.clock = clock;
    this.journal = journal;
    this.lastVersion = lastVersion;
  }

  /**
   * Creates the record of a body, or replaces the one with its natural key.
   *
   * @param trusted a seed: no relationship is asked for
   */
  Outcome upsert(
      SandboxResource resource, JsonNode body, Optional<String> ifMatch, boolean trusted) {
    if (body.has("id")) {
      return Outcome.refused(family.idInBody());
    }
    Optional<Answer> invalid = check.refuse(resource, body);
    if (invalid.isPresent()) {
      return Outcome.refused(invalid.get());
    }
    Document document = resource.document(body);
    Optional<StoredRecord> existing = store.byIdentity(document.identity());
    if (existing.isPresent()) {
      return refuseUse(existing.get(), trusted)
          .or(() -> mismatch(existing.get(), ifMatch))
          .or(() -> unresolved(document))
          .map(Outcome::refused)
          .orElseGet(() -> replaced(existing.get(), document, 200));
    }
    return (trusted ? Optional.<Answer>empty() : relationships.refuseCreate(document))
        .or(() -> unresolved(document))
        .or(() -> taken(document, Optional.empty()))
        .map(Outcome::refused)
        .orElseGet(() -> created(document));
  }

  /** Replaces the record with an id. */
  Outcome replace(SandboxResource resource, String id, JsonNode body, Optional<String> ifMatch) {
    Optional<Answer> invalid = family.idOfPut(id, body).or(() -> check.refuse(resource, body));
    if (invalid.isPresent()) {
      return Outcome.refused(invalid.get());
    }
    Optional<StoredRecord> existing = store.byId(resource, id);
    if (existing.isEmpty()) {
      return Outcome.refused(family.notFound("update"));
    }
    StoredRecord record = existing.get();
    Document document = resource.document(body);
    return relationships
        .refuseUse(record.document())
        .or(() -> mismatch(record, ifMatch))
        .or(() -> keyChange(record, document))
        .or(() -> unresolved(document))
        .map(Outcome::refused)
        .orElseGet(() -> replaced(record, withOldKeyIfFixed(record, document, body), 204));
  }

  /** Deletes the record with an id. */
  Outcome delete(SandboxResource resource, String id, Optional<String> ifMatch) {
    Optional<StoredRecord> existing = store.byId(resource, id);
    if (existing.isEmpty()) {
      return Outcome.refused(family.notFound("delete"));
    }
    StoredRecord record = existing.get();
    return relationships
        .refuseDelete(record.document())
        .or(() -> mismatch(record, ifMatch))
        .or(
            () ->
                store
                    .dependent(record)
                    .map(each -> family.referenced(each.document().resource().item())))
        .map(Outcome::refused)
        .orElseGet(() -> deleted(record));
  }

  private Optional<Answer> refuseUse(StoredRecord record, boolean trusted) {
    return trusted ? Optional.empty() : relationships.refuseUse(record.document());
  }

  private Optional<Answer> mismatch(StoredRecord record, Optional<String> ifMatch) {
    return ifMatch
        .map(value -> value.replace("\"", ""))
        .filter(value -> !value.equals(record.etag()) && !value.equals("*"))
        .map(value -> family.notMatched());
  }

  private Optional<Answer> unresolved(Document document) {
    List<ServerFamily.Missing> missing = new ArrayList<>();
    List<SandboxResource.Reference> references = document.resource().references();
    for (int i = 0; i < references.size(); i++) {
      String target = document.references().get(i);
      if (!target.isEmpty() && store.byIdentity(target).isEmpty() && !isItself(document, target)) {
        String name = references.get(i).target();
        boolean person =
            resources.find(name).map(each -> each.schema().access().person()).orElse(false);
        missing.add(
            new ServerFamily.Missing(references.get(i).element(), Words.item(name), person));
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(family.unresolved(document.resource().item(), missing));
  }

  private static boolean isItself(Document document, String target) {
    return target.equals(document.identity()) || document.shared().equals(Optional.of(target));
  }

  /** A key that another record has: its own kind after a key change, or a sibling subclass. */
  private Optional<Answer> taken(Document document, Optional<StoredRecord> self) {
    Optional<StoredRecord> holder =
        store
            .byIdentity(document.identity())
            .or(() -> document.shared().flatMap(store::byIdentity));
    return holder
        .filter(each -> !self.equals(Optional.of(each)))
        .map(
            each ->
                family.notUnique(
                    document.resource().item(),
                    document.resource().parameters(),
                    document.keyValues()));
  }

  private Optional<Answer> keyChange(StoredRecord record, Document document) {
    if (record.document().identity().equals(document.identity())) {
      return Optional.empty();
    }
    SandboxResource resource = document.resource();
    if (resource.schema().keyMayChange()) {
      // A host would cascade to what refers to the record; none of our resources does.
      return taken(document, Optional.of(record)).or(() -> relationships.refuseCreate(document));
    }
    return family.refusesKeyChange()
        ? Optional.of(family.keyChange(resource.item()))
        : Optional.empty();
  }

  /** Older hosts answer a PUT with another key by 204 and keep the key as it was. */
  private Document withOldKeyIfFixed(StoredRecord record, Document document, JsonNode body) {
    return document.resource().schema().keyMayChange()
            || record.document().identity().equals(document.identity())
        ? document
        : document.resource().documentWithKeyOf(record.document(), body);
  }

  private Outcome created(Document document) {
    String uuid = UUID.randomUUID().toString();
    String id = family.idsAreUuids() ? uuid : uuid.replace("-", "");
    return keep(new StoredRecord(id, nextVersion(), document), 201, Effect.CREATED);
  }

  private Outcome replaced(StoredRecord record, Document document, int status) {
    if (record.document().json().equals(document.json())) {
      return new Outcome(Answer.of(status), Effect.UNCHANGED, Optional.of(record));
    }
    return keep(new StoredRecord(record.id(), nextVersion(), document), status, Effect.REPLACED);
  }

  private Outcome keep(StoredRecord record, int status, Effect effect) {
    journal.ifPresent(file -> file.wrote(record));
    store.put(record);
    return new Outcome(Answer.of(status), effect, Optional.of(record));
  }

  private Outcome deleted(StoredRecord record) {
    journal.ifPresent(file -> file.deleted(record));
    store.remove(record);
    return new Outcome(Answer.of(204), Effect.DELETED, Optional.of(record));
  }

  private long nextVersion() {
    lastVersion =
        Math.max(lastVersion + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    return lastVersion;
  }
}
