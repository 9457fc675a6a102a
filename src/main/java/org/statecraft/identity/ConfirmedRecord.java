package org.statecraft.identity;

import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * What we know of a record at the API after a request.
 *
 * @param sent the body the API last confirmed; null when it holds none of ours
 * @param odsId null when it has none, or none that we know
 * @param uncertain a request was sent whose answer never came
 */
public record ConfirmedRecord(
    ResourceRef record, @Nullable ResourceBody sent, @Nullable OdsId odsId, boolean uncertain) {}
