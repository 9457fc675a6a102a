package org.statecraft.outbox;

import java.time.Instant;
import java.util.Optional;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/**
 * A person has stopped the sending of a connection.
 *
 * @param resource empty: of all resources
 * @param reason in the person's words, may be empty
 * @param by who it was
 */
public record Pause(
    ConnectionName connection,
    Optional<ResourceName> resource,
    String reason,
    String by,
    Instant at) {}
