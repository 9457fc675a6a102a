package org.statecraft.ingest;

import java.util.List;
import org.statecraft.campus.RowChange;

/** What a body holds: the changes that can be kept, and the events that cannot. */
public record ReadBatch(List<PlacedChange> placed, List<Refused> refused) {

  public ReadBatch {
    placed = List.copyOf(placed);
    refused = List.copyOf(refused);
  }

  /** The changes in their order. */
  public List<RowChange> changes() {
    return placed.stream().map(PlacedChange::change).toList();
  }
}
