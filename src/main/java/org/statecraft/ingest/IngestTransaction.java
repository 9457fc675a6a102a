package org.statecraft.ingest;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.events.Concern;
import org.statecraft.events.EventStore;
import org.statecraft.events.FanOutStore;
import org.statecraft.ingest.BatchFold.Verdict;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.OwnedRow;
import org.statecraft.rows.RowId;
import org.statecraft.rows.RowJson;
import org.statecraft.rows.RowState;
import org.statecraft.rows.RowStore;

/**
 * What happens in one transaction: changes of a district are laid over the kept rows, and the
 * students and shared rows they concern are queued. However many changes, the statements are the
 * same few, and those that do not wait for one another are sent together.
 */
final class IngestTransaction {

  private final RowStore rows = new RowStore();
  private final EventStore events = new EventStore();
  private final FanOutStore fanOuts = new FanOutStore();
  private final FactCatalogue catalogue;
  private final Ownership ownership;
  private final Supplier<WatchedColumns> watched;
  private final Function<District, List<ConnectionName>> connections;

  IngestTransaction(
      FactCatalogue catalogue,
      Supplier<WatchedColumns> watched,
      Function<District, List<ConnectionName>> connections) {
    this.catalogue = catalogue;
    this.ownership = new Ownership(catalogue);
    this.watched = watched;
    this.connections = connections;
  }

  /** Keeps the changes; the verdicts are in their order. */
  Future<List<Verdict>> run(Tx tx, District district, List<RowChange> changes) {
    Future<Void> locked = rows.lock(tx, district);
    Future<Map<RowId, RowState>> read = rows.states(tx, district, involved(changes));
    return locked.compose(alone -> read).compose(kept -> keep(tx, district, changes, kept));
  }

  private Future<List<Verdict>> keep(
      Tx tx, District district, List<RowChange> changes, Map<RowId, RowState> kept) {
    WatchedColumns now = watched.get();
    BatchFold fold = new BatchFold(catalogue, now, kept);
    changes.forEach(fold::add);
    List<FoldedRow> folded = ownership.resolve(fold.rows(), kept);
    if (folded.isEmpty()) {
      return Future.succeededFuture(fold.verdicts());
    }
    return movingAlong(tx, district, folded)
        .compose(moving -> write(tx, district, folded, moving, now))
        .map(written -> fold.verdicts());
  }

  private Future<Map<OwnedRow, OwnedRow>> movingAlong(
      Tx tx, District district, List<FoldedRow> folded) {
    List<RowId> moved = ownership.movedOwners(folded);
    return moved.isEmpty()
        ? Future.succeededFuture(Map.of())
        : rows.owned(tx, district, moved).map(owned -> ownership.moving(folded, owned));
  }

  private Future<Void> write(
      Tx tx,
      District district,
      List<FoldedRow> folded,
      Map<OwnedRow, OwnedRow> moving,
      WatchedColumns now) {
    List<Future<Void>> writes = new ArrayList<>();
    writes.add(rows.keep(tx, district, folded.stream().map(FoldedRow::after).toList()));
    if (!moving.isEmpty()) {
      List<OwnedRow> sorted =
          moving.values().stream().sorted(Comparator.comparing(OwnedRow::id)).toList();
      writes.add(rows.move(tx, district, sorted));
    }
    writes.add(
        events.enqueue(tx, connections.apply(district), concerns(folded, moving, now).values()));
    if (folded.stream().anyMatch(row -> row.differs() && isShared(row))) {
      writes.add(rows.countSharedChange(tx, district));
    }
    Map<RowId, Instant> toFanOut = new HashMap<>();
    folded.stream()
        .filter(row -> row.watched() && isShared(row))
        .forEach(row -> toFanOut.put(row.after().id(), row.changedAt()));
    if (!toFanOut.isEmpty()) {
      writes.add(fanOuts.add(tx, district, toFanOut));
    }
    return Future.all(writes).mapEmpty();
  }

  /** The students whose facts differ, those that rows left as well as those they went to. */
  private Map<StudentId, Concern> concerns(
      List<FoldedRow> folded, Map<OwnedRow, OwnedRow> moving, WatchedColumns now) {
    Map<StudentId, Concern> concerns = new HashMap<>();
    Map<RowId, FoldedRow> origins = new HashMap<>();
    for (FoldedRow row : folded) {
      origins.put(row.after().id(), row);
      boolean movedAlong =
          now.watches(row.after().id().table())
              && row.before() != null
              && !java.util.Objects.equals(row.studentBefore(), row.after().student());
      if (row.watched() || movedAlong) {
        concern(concerns, row.studentBefore(), row);
        concern(concerns, row.after().student(), row);
      }
    }
    moving.keySet().stream()
        .sorted(Comparator.comparing(OwnedRow::id))
        .forEach(row -> spread(concerns, origins, moving, row, now));
    return concerns;
  }

  private static void spread(
      Map<StudentId, Concern> concerns,
      Map<RowId, FoldedRow> origins,
      Map<OwnedRow, OwnedRow> moving,
      OwnedRow row,
      WatchedColumns now) {
    if (!now.watches(row.id().table())) {
      return;
    }
    FoldedRow origin = origin(origins, moving, row);
    concern(concerns, row.student(), origin);
    OwnedRow after = moving.get(row);
    concern(concerns, after == null ? null : after.student(), origin);
  }

  /** The changed row in whose wake an owned row moves. */
  private static FoldedRow origin(
      Map<RowId, FoldedRow> origins, Map<OwnedRow, OwnedRow> moving, OwnedRow row) {
    FoldedRow origin = origins.get(row.owner());
    if (origin != null) {
      return origin;
    }
    return moving.keySet().stream()
        .filter(other -> other.id().equals(row.owner()))
        .findFirst()
        .map(owner -> origin(origins, moving, owner))
        .orElseThrow(
            () -> new IllegalStateException("row " + row.id() + " moved without its owner"));
  }

  private static void concern(
      Map<StudentId, Concern> concerns, @Nullable StudentId student, FoldedRow row) {
    if (student != null) {
      String cause = row.after().id().table().value();
      concerns.merge(student, new Concern(student, cause, row.changedAt()), Concern::and);
    }
  }

  private boolean isShared(FoldedRow row) {
    return catalogue.table(row.after().id().table()).map(FactTable::isShared).orElse(false);
  }

  /** The rows of the batch and the rows that own them. */
  private List<RowId> involved(List<RowChange> changes) {
    Set<RowId> ids = new LinkedHashSet<>();
    for (RowChange change : changes) {
      ids.add(new RowId(change.table(), change.key()));
      CampusRow after = change.after();
      FactTable table = catalogue.tables().get(change.table());
      if (after != null && table != null) {
        table
            .owner()
            .filter(owner -> owner.through().isPresent())
            .ifPresent(
                owner -> {
                  Object key = after.columns().get(owner.column());
                  if (key != null) {
                    ids.add(
                        new RowId(owner.through().orElseThrow(), new RowKey(RowJson.text(key))));
                  }
                });
      }
    }
    return List.copyOf(ids);
  }
}
