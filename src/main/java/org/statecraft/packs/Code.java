package org.statecraft.packs;

import org.statecraft.edfi.DescriptorUri;

/**
 * One Ed-Fi code of a descriptor, as the state publishes it.
 *
 * @param uri namespace and code, as it is sent
 * @param description what the code means, in the state's words
 * @param shortDescription the state's shorter words; often the same
 */
public record Code(DescriptorUri uri, String description, String shortDescription) {}
