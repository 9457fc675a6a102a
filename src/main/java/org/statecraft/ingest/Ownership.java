package org.statecraft.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.OwnedRow;
import org.statecraft.rows.RowId;
import org.statecraft.rows.RowState;

/**
 * Says whose a row is. A row without a student column is its owner's student's; an orphan is
 * nobody's until its owner arrives, and again when its owner is deleted.
 */
final class Ownership {

  private final Map<TableName, Integer> depths = new HashMap<>();
  private final Set<TableName> owners = new HashSet<>();

  /**
   * Measures how many steps each table is away from its student.
   *
   * @throws IllegalArgumentException when tables reach their student through one another
   */
  Ownership(FactCatalogue catalogue) {
    for (FactTable table : catalogue.tables().values()) {
      depths.put(table.name(), depth(catalogue, table, 0));
      table.owner().flatMap(FactTable.Owner::through).ifPresent(owners::add);
    }
  }

  /** The rows with their students, given what is kept of owners outside of the batch. */
  List<FoldedRow> resolve(List<FoldedRow> rows, Map<RowId, RowState> kept) {
    Map<RowId, FoldedRow> resolved = new HashMap<>(2 * rows.size());
    List<FoldedRow> topDown = new ArrayList<>(rows);
    topDown.sort(Comparator.comparing(row -> depth(row.after().id())));
    for (FoldedRow row : topDown) {
      resolved.put(row.after().id(), row.of(student(row, resolved, kept)));
    }
    List<FoldedRow> inOrder = new ArrayList<>(rows.size());
    rows.forEach(row -> inOrder.add(resolved.getOrDefault(row.after().id(), row)));
    return inOrder;
  }

  /** The rows that now belong to another student and through which further rows may do so. */
  List<RowId> movedOwners(List<FoldedRow> resolved) {
    return resolved.stream()
        .filter(row -> owners.contains(row.after().id().table()))
        .filter(row -> !Objects.equals(row.studentBefore(), row.after().student()))
        .map(row -> row.after().id())
        .toList();
  }

  /** Of the rows outside of the batch those that move along. */
  List<MovedRow> moving(List<FoldedRow> resolved, List<OwnedRow> owned) {
    Map<RowId, FoldedRow> origins = new HashMap<>();
    resolved.forEach(row -> origins.put(row.after().id(), row));
    Set<RowId> inBatch = Set.copyOf(origins.keySet());
    List<OwnedRow> topDown = new ArrayList<>(owned);
    topDown.sort(Comparator.comparing(row -> depth(row.id())));
    List<MovedRow> moving = new ArrayList<>();
    for (OwnedRow row : topDown) {
      FoldedRow origin = origins.get(row.owner());
      if (origin != null && !inBatch.contains(row.id())) {
        origins.put(row.id(), origin);
        if (!Objects.equals(origin.after().student(), row.student())) {
          moving.add(new MovedRow(row, origin));
        }
      }
    }
    return moving;
  }

  private static @Nullable StudentId student(
      FoldedRow row, Map<RowId, FoldedRow> resolved, Map<RowId, RowState> kept) {
    RowId owner = row.after().owner();
    if (owner == null) {
      return row.ownStudent();
    }
    FoldedRow inBatch = resolved.get(owner);
    if (inBatch != null) {
      return inBatch.after().student();
    }
    RowState outside = kept.get(owner);
    return outside == null ? null : outside.student();
  }

  private int depth(RowId id) {
    return depths.getOrDefault(id.table(), 0);
  }

  private static int depth(FactCatalogue catalogue, FactTable table, int steps) {
    if (steps > catalogue.tables().size()) {
      throw new IllegalArgumentException(
          "the rows of " + table.name() + " reach their student through one another in a circle");
    }
    return table
        .owner()
        .flatMap(FactTable.Owner::through)
        .flatMap(catalogue::table)
        .map(through -> 1 + depth(catalogue, through, steps + 1))
        .orElse(0);
  }
}
