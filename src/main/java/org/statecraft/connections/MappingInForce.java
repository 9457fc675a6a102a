package org.statecraft.connections;

import org.jspecify.annotations.Nullable;

/**
 * A mapping that was changed and is in force as it was, until a resync.
 *
 * @param chosen whether the district had chosen anything; if not, the pack's default is in force
 * @param code null: deliberately none, or nothing chosen
 */
public record MappingInForce(
    String mapping, String campusValue, boolean chosen, @Nullable String code) {}
