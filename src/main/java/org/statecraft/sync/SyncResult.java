package org.statecraft.sync;

/**
 * What a batch came to.
 *
 * @param students how many were decided
 * @param desired how many records should exist
 * @param excluded how many Campus objects are not reported
 * @param findings how many things a person should know
 * @param actions how many actions went to the outbox
 * @param parked how many students could not be decided
 */
public record SyncResult(
    int students, int desired, int excluded, int findings, int actions, int parked) {}
