package org.statecraft.errorlog;

/** How many open entries one root cause has, and how often they occurred together. */
public record CauseCount(ErrorType type, String cause, long entries, long occurrences) {}
