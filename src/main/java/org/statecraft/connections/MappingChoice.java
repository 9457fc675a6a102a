package org.statecraft.connections;

import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.DescriptorUri;

/**
 * A district's choice of the descriptor that a Campus value becomes.
 *
 * @param mapping the preference of the pack it belongs to, such as {@code Program.careerPathway}
 * @param descriptor null: known, and deliberately not reported
 */
public record MappingChoice(
    String mapping, String campusValue, @Nullable DescriptorUri descriptor) {}
