package org.statecraft.outbox;

/**
 * What became of plans.
 *
 * @param added actions that are now in the outbox
 * @param waiting those of them that others must precede
 * @param cancelled older actions they took the place of
 * @param skipped shared records that were planned already
 */
public record AddedActions(int added, int waiting, int cancelled, int skipped) {}
