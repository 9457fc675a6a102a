package org.statecraft.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * What we know of one record of a connection.
 *
 * @param sources the Campus objects it was made from, {@code Object/key}
 * @param planned the body once the outbox has drained; null when it is to be deleted
 * @param sent the body the API last confirmed; null when it holds none of ours
 * @param odsId the id the API gave it; null when never confirmed
 * @param uncertain a request was sent whose answer never came
 */
public record IdentityMapping(
    ResourceRef record,
    List<String> sources,
    @Nullable ResourceBody planned,
    @Nullable ResourceBody sent,
    @Nullable OdsId odsId,
    boolean uncertain) {

  public IdentityMapping {
    sources = List.copyOf(sources);
  }
}
