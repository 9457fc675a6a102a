package org.statecraft.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * What an API was seen to hold of a record.
 *
 * @param student whose record it is; null for one that students share and for one of nobody
 * @param body null when it holds nothing
 * @param odsId null when it holds nothing
 */
public record HeldRecord(
    ResourceRef record,
    @Nullable StudentId student,
    List<String> sources,
    @Nullable ResourceBody body,
    @Nullable OdsId odsId) {

  public HeldRecord {
    sources = List.copyOf(sources);
  }
}
