package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The records of a sandbox and all that works on them, wired and filled from the journal. */
record SandboxState(
    ServerFamily family,
    SandboxResources resources,
    RecordStore store,
    RecordWriter writer,
    ResourceEndpoint endpoint,
    FaultPlan faults,
    Optional<Journal> journal) {

  static SandboxState open(SandboxConfig config) {
    ServerFamily family = ServerFamily.of(config.family());
    SandboxResources resources = new SandboxResources(config.schemas(), config.standard());
    RecordStore store = new RecordStore();
    AtomicLong lines = new AtomicLong();
    AtomicLong lastVersion = new AtomicLong();
    Optional<Journal> journal =
        config
            .journal()
            .map(
                path ->
                    Journal.open(
                        path,
                        line -> {
                          lines.incrementAndGet();
                          lastVersion.accumulateAndGet(replay(line, resources, store), Math::max);
                        }));
    journal.ifPresent(file -> file.compact(lines.get(), store));
    FaultPlan faults = new FaultPlan(config.faults(), family, config.clock());
    Relationships relationships =
        new Relationships(store, family, config.organizations(), faults, config.clock());
    DocumentCheck check = new DocumentCheck(store, resources, family, config);
    RecordWriter writer =
        new RecordWriter(
            store,
            check,
            relationships,
            resources,
            family,
            config.clock(),
            journal,
            lastVersion.get());
    RecordQuery query = new RecordQuery(store, relationships, family);
    return new SandboxState(
        family,
        resources,
        store,
        writer,
        new ResourceEndpoint(store, writer, query, relationships, family),
        faults,
        journal);
  }

  /** Does again what a line of the journal says, and answers its version. */
  private static long replay(JsonNode line, SandboxResources resources, RecordStore store) {
    String name = line.path("resource").asText();
    SandboxResource resource =
        resources
            .find(name)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the sandbox's journal has a resource without a schema: " + name));
    if (line.has("deleted")) {
      store.byId(resource, line.path("deleted").asText()).ifPresent(store::remove);
      return 0;
    }
    long version = line.path("version").longValue();
    store.put(
        new StoredRecord(line.path("id").asText(), version, resource.document(line.path("body"))));
    return version;
  }
}
