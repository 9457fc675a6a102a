package org.statecraft.connections;

import org.jspecify.annotations.Nullable;

/**
 * A district's choice of the Ed-Fi code that a Campus value becomes.
 *
 * @param mapping the preference of the pack it belongs to, such as {@code CareerPathway}
 * @param code null: known, and deliberately not reported
 */
public record MappingChoice(String mapping, String campusValue, @Nullable String code) {}
