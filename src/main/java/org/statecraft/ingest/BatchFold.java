package org.statecraft.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.SourcePosition;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.RowId;
import org.statecraft.rows.RowJson;
import org.statecraft.rows.RowState;

/**
 * Lays changes over what is kept, one after the other as if each had come alone: the higher place
 * in the source's log wins, the same place again is a duplicate.
 */
final class BatchFold {

  /** What became of one change. */
  enum Verdict {
    APPLIED,
    APPLIED_UNWATCHED,
    SUPERSEDED
  }

  /** Several changes of a row can fall into one tick of such a clock; a log's number is unique. */
  private static final String CLOCK_KIND = "ts_";

  private final WatchedColumns watched;
  private final Map<RowId, RowState> kept;
  private final Map<RowId, Latest> latest = new TreeMap<>();
  private final Map<RowId, Map<String, String>> keptTexts = new HashMap<>();
  private final Map<FactTable, Set<String>> telling = new HashMap<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  /** A row in the course of the fold. */
  private record Latest(ReadyChange ready, Instant oldest) {}

  BatchFold(WatchedColumns watched, Map<RowId, RowState> kept) {
    this.watched = watched;
    this.kept = kept;
  }

  /** Lays a further change over the rest. */
  void add(ReadyChange ready) {
    RowChange change = ready.change();
    RowId id = ready.state().id();
    Latest known = latest.get(id);
    RowState before = known != null ? known.ready().state() : kept.get(id);
    Map<String, String> textsBefore = known != null ? known.ready().texts() : keptTexts(id);
    if (before != null && !supersedes(change, ready.texts(), before, textsBefore)) {
      verdicts.add(Verdict.SUPERSEDED);
      return;
    }
    Instant oldest =
        known == null || change.changedAt().isBefore(known.oldest())
            ? change.changedAt()
            : known.oldest();
    latest.put(id, new Latest(ready, oldest));
    verdicts.add(
        differ(textsBefore, ready.texts(), telling(ready.table()))
            ? Verdict.APPLIED
            : Verdict.APPLIED_UNWATCHED);
  }

  /** One per change, in the order they were added. */
  List<Verdict> verdicts() {
    return verdicts;
  }

  /** The rows to keep, sorted. */
  List<FoldedRow> rows() {
    List<FoldedRow> rows = new ArrayList<>(latest.size());
    latest.forEach(
        (id, row) -> {
          RowState before = kept.get(id);
          Map<String, String> textsBefore = keptTexts(id);
          ReadyChange ready = row.ready();
          rows.add(
              new FoldedRow(
                  before,
                  ready.state(),
                  ready.ownStudent(),
                  row.oldest(),
                  !Objects.equals(textsBefore, ready.texts()),
                  differ(textsBefore, ready.texts(), telling(ready.table()))));
        });
    return rows;
  }

  private static boolean supersedes(
      RowChange change,
      @Nullable Map<String, String> after,
      RowState before,
      @Nullable Map<String, String> textsBefore) {
    SourcePosition position = change.position();
    if (!position.kind().equals(before.position().kind())) {
      return true;
    }
    int byPosition = position.value().compareTo(before.position().value());
    if (byPosition != 0) {
      return byPosition > 0;
    }
    int byRank = Integer.compare(RowState.rankOf(change.type()), before.rank());
    if (byRank != 0) {
      return byRank > 0;
    }
    return position.kind().startsWith(CLOCK_KIND) && !Objects.equals(after, textsBefore);
  }

  /** The columns whose change tells something; none if no pack looks at the table. */
  private Set<String> telling(FactTable table) {
    if (!watched.watches(table.name())) {
      return Set.of();
    }
    return telling.computeIfAbsent(
        table,
        watchedTable -> {
          Set<String> columns = new HashSet<>(watched.of(watchedTable.name()));
          watchedTable.owner().ifPresent(owner -> columns.add(owner.column()));
          columns.addAll(watchedTable.key());
          return columns;
        });
  }

  private static boolean differ(
      @Nullable Map<String, String> before,
      @Nullable Map<String, String> after,
      Set<String> columns) {
    if (before == null || after == null) {
      return before != after && !columns.isEmpty();
    }
    for (String column : columns) {
      if (!Objects.equals(before.get(column), after.get(column))) {
        return true;
      }
    }
    return false;
  }

  /** The columns of a kept row; null if it is not kept. Each row is read once. */
  private @Nullable Map<String, String> keptTexts(RowId id) {
    RowState state = kept.get(id);
    String columns = state == null ? null : state.columns();
    return columns == null ? null : keptTexts.computeIfAbsent(id, row -> RowJson.texts(columns));
  }
}
