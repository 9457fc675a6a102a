package org.statecraft.explain;

import java.time.Instant;
import java.util.Optional;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * A record as the identity mapping knows it.
 *
 * @param planned once the outbox has drained; empty if it is to be deleted
 * @param sent what the API confirmed last
 * @param revision of the pack that decided what is planned
 */
public record KeptRecord(
    ResourceRef record,
    Optional<ResourceBody> planned,
    Optional<ResourceBody> sent,
    Optional<String> odsId,
    boolean uncertain,
    String revision,
    Instant plannedAt,
    Optional<Instant> sentAt) {}
