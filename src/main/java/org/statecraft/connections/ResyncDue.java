package org.statecraft.connections;

import java.time.Instant;
import org.statecraft.edfi.ResourceName;

/**
 * A resource that waits for a resync, because its preferences changed.
 *
 * @param since the first change that no resync has carried out yet
 */
public record ResyncDue(ResourceName resource, Instant since) {}
