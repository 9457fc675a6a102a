package org.statecraft.campus;

/**
 * Where in the source's log a change stands. Positions of one kind are ordered by their text; of
 * two kinds nothing can be said, and the one that arrives later counts as later.
 *
 * @param kind how the position was found, such as {@code lsn}
 * @param value fixed-width text that sorts as the log does
 */
public record SourcePosition(String kind, String value) {}
