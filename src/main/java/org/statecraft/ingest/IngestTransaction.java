package org.statecraft.ingest;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.db.Commit;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.events.EventStore;
import org.statecraft.events.FanOutStore;
import org.statecraft.ingest.BatchFold.Verdict;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.MadeOf;
import org.statecraft.rows.OwnedRow;
import org.statecraft.rows.RowId;
import org.statecraft.rows.RowJson;
import org.statecraft.rows.RowState;
import org.statecraft.rows.RowWriteStore;

/**
 * What happens in one transaction: changes of a district are laid over the kept rows, and the
 * students and shared rows they concern are queued. However many changes, the statements are the
 * same few, and those that do not wait for one another are sent together.
 */
final class IngestTransaction {

  private final RowWriteStore rows = new RowWriteStore();
  private final EventStore events = new EventStore();
  private final FanOutStore fanOuts = new FanOutStore();
  private final Supplier<FactCatalogue> catalogue;
  private final Supplier<Ownership> ownership;
  private final Supplier<WatchedColumns> watched;
  private final Function<District, List<ConnectionName>> connections;

  IngestTransaction(
      Supplier<FactCatalogue> catalogue,
      Supplier<WatchedColumns> watched,
      Function<District, List<ConnectionName>> connections) {
    this.catalogue = catalogue;
    this.ownership = new MadeOf<>(catalogue, Ownership::new);
    this.watched = watched;
    this.connections = connections;
  }

  /** What can be worked out of changes before their transaction. */
  ReadyBatch ready(List<RowChange> changes) {
    return ReadyBatch.of(catalogue.get(), changes);
  }

  /** Keeps the changes of batches; the verdicts are in their order. */
  Future<List<Verdict>> run(
      Database database, District district, Commit commit, List<ReadyBatch> batches) {
    ReadyBatch batch = ReadyBatch.joined(catalogue.get(), batches);
    List<RowId> involved = batch.involved();
    return rows.writeAlone(
        database,
        district,
        commit,
        tx -> rows.states(tx, district, involved).compose(kept -> keep(tx, district, batch, kept)));
  }

  private Future<List<Verdict>> keep(
      Tx tx, District district, ReadyBatch batch, Map<RowId, RowState> kept) {
    WatchedColumns now = watched.get();
    BatchFold fold = new BatchFold(now, kept);
    batch.changes().forEach(fold::add);
    List<FoldedRow> folded = ownership.get().resolve(fold.rows(), kept);
    if (folded.isEmpty()) {
      return Future.succeededFuture(fold.verdicts());
    }
    return movingAlong(tx, district, folded)
        .compose(moving -> write(tx, district, folded, moving, now))
        .map(written -> fold.verdicts());
  }

  private Future<List<MovedRow>> movingAlong(Tx tx, District district, List<FoldedRow> folded) {
    List<RowId> moved = ownership.get().movedOwners(folded);
    return moved.isEmpty()
        ? Future.succeededFuture(List.of())
        : rows.owned(tx, district, moved).map(owned -> ownership.get().moving(folded, owned));
  }

  private Future<Void> write(
      Tx tx, District district, List<FoldedRow> folded, List<MovedRow> moving, WatchedColumns now) {
    List<Future<Void>> writes = new ArrayList<>();
    writes.add(rows.insert(tx, district, after(folded, row -> row.before() == null)));
    writes.add(rows.replace(tx, district, after(folded, row -> row.before() != null)));
    if (!moving.isEmpty()) {
      List<OwnedRow> sorted =
          moving.stream().map(MovedRow::after).sorted(Comparator.comparing(OwnedRow::id)).toList();
      writes.add(rows.move(tx, district, sorted));
    }
    writes.add(
        events.enqueue(tx, connections.apply(district), AffectedStudents.of(folded, moving, now)));
    if (folded.stream().anyMatch(row -> row.differs() && isShared(row))) {
      writes.add(rows.countSharedChange(tx, district));
    }
    Map<RowId, Instant> toFanOut = new HashMap<>();
    folded.stream()
        .filter(row -> row.watched() && isShared(row))
        .forEach(
            row ->
                referred(row)
                    .forEach(
                        id -> toFanOut.merge(id, row.changedAt(), IngestTransaction::earlier)));
    if (!toFanOut.isEmpty()) {
      writes.add(fanOuts.add(tx, district, toFanOut));
    }
    return tx.commitBehind(Future.all(writes).mapEmpty());
  }

  private static List<RowState> after(List<FoldedRow> folded, Predicate<FoldedRow> which) {
    return folded.stream().filter(which).map(FoldedRow::after).toList();
  }

  /** What students refer to: the row itself, or what led and leads to it instead of its key. */
  private List<RowId> referred(FoldedRow row) {
    RowId id = row.after().id();
    return catalogue
        .get()
        .table(id.table())
        .flatMap(FactTable::referredBy)
        .map(
            column ->
                Stream.of(row.before(), row.after())
                    .flatMap(state -> value(state, column).stream())
                    .distinct()
                    .map(value -> new RowId(id.table(), new RowKey(value)))
                    .toList())
        .orElseGet(() -> List.of(id));
  }

  private static Optional<String> value(@Nullable RowState state, String column) {
    String columns = state == null ? null : state.columns();
    return columns == null
        ? Optional.empty()
        : Optional.ofNullable(RowJson.texts(columns).get(column));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private boolean isShared(FoldedRow row) {
    return catalogue.get().table(row.after().id().table()).map(FactTable::isShared).orElse(false);
  }
}
