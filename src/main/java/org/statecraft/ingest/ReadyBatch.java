package org.statecraft.ingest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.statecraft.campus.RowChange;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.rows.RowId;

/**
 * Changes that were made ready by a catalogue.
 *
 * @param changes in the order they came
 */
record ReadyBatch(FactCatalogue catalogue, List<ReadyChange> changes) {

  static ReadyBatch of(FactCatalogue catalogue, List<RowChange> changes) {
    return new ReadyBatch(
        catalogue, changes.stream().map(change -> ReadyChange.of(catalogue, change)).toList());
  }

  /** Batches as one, by today's catalogue; those made ready by another are made ready anew. */
  static ReadyBatch joined(FactCatalogue catalogue, List<ReadyBatch> batches) {
    List<ReadyChange> all = new ArrayList<>();
    for (ReadyBatch each : batches) {
      all.addAll(each.by(catalogue).changes());
    }
    return new ReadyBatch(catalogue, all);
  }

  private ReadyBatch by(FactCatalogue today) {
    return today == catalogue
        ? this
        : of(today, changes.stream().map(ReadyChange::change).toList());
  }

  /** The rows of the batch and the rows that own them. */
  List<RowId> involved() {
    Set<RowId> ids = new LinkedHashSet<>();
    for (ReadyChange each : changes) {
      ids.add(each.state().id());
      if (each.state().owner() != null) {
        ids.add(each.state().owner());
      }
    }
    return List.copyOf(ids);
  }
}
