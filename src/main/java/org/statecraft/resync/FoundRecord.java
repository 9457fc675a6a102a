package org.statecraft.resync;

import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * A record as the ODS has it.
 *
 * @param body without what the server adds
 * @param organization the number of the organization the record belongs to, where it names one
 * @param person the id of the student, where it names one
 */
record FoundRecord(
    ResourceRef record,
    OdsId id,
    ResourceBody body,
    @Nullable String organization,
    @Nullable String person) {}
