package org.statecraft.errorlog;

import java.time.Instant;

/** An open entry of the error log: what was raised, how often, since when and when last. */
public record OpenError(
    long id, ErrorEntry entry, int occurrences, Instant firstAt, Instant lastAt) {}
