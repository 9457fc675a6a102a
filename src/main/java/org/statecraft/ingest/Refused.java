package org.statecraft.ingest;

/**
 * An event that cannot be kept.
 *
 * @param place in the batch, from 0; 0 for a body that is no array
 * @param reason what is wrong, naming table and column but never a value of a student
 */
public record Refused(int place, String reason) {}
