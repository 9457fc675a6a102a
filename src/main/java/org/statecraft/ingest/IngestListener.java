package org.statecraft.ingest;

import org.statecraft.campus.District;

/** Is told of what was kept, after its commit; called on an event loop and must return at once. */
@FunctionalInterface
public interface IngestListener {

  /** A listener that does nothing. */
  IngestListener NONE = (district, accepted) -> {};

  /** Changes of a district are durable. */
  void kept(District district, IngestOutcome.Accepted accepted);
}
