package org.statecraft.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * What a record shall be once the outbox has drained.
 *
 * @param student whose plan it is of; null for a record that students share
 * @param body null when the record shall go
 * @param onlyIfAbsent a shared record: one that is planned already is left as it is
 */
public record PlannedRecord(
    ResourceRef record,
    @Nullable StudentId student,
    List<String> sources,
    @Nullable ResourceBody body,
    String revision,
    boolean onlyIfAbsent) {

  public PlannedRecord {
    sources = List.copyOf(sources);
  }
}
