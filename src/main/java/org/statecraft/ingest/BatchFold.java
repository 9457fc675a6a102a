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
import org.statecraft.campus.RowKey;
import org.statecraft.campus.SourcePosition;
import org.statecraft.campus.StudentId;
import org.statecraft.packs.FactCatalogue;
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

  private final FactCatalogue catalogue;
  private final WatchedColumns watched;
  private final Map<RowId, RowState> kept;
  private final Map<RowId, Latest> latest = new TreeMap<>();
  private final Map<FactTable, Set<String>> telling = new HashMap<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  /** A row in the course of the fold. */
  private record Latest(
      RowState state,
      @Nullable Map<String, String> texts,
      @Nullable StudentId ownStudent,
      Instant oldest) {}

  BatchFold(FactCatalogue catalogue, WatchedColumns watched, Map<RowId, RowState> kept) {
    this.catalogue = catalogue;
    this.watched = watched;
    this.kept = kept;
  }

  /** Lays a further change over the rest. */
  void add(RowChange change) {
    RowId id = new RowId(change.table(), change.key());
    FactTable table = table(change);
    Latest known = latest.get(id);
    RowState before = known != null ? known.state() : kept.get(id);
    Map<String, String> after = change.after() == null ? null : texts(change.after().columns());
    Map<String, String> textsBefore = known != null ? known.texts() : texts(before);
    if (before != null && !supersedes(change, after, before, textsBefore)) {
      verdicts.add(Verdict.SUPERSEDED);
      return;
    }
    Instant oldest =
        known == null || change.changedAt().isBefore(known.oldest())
            ? change.changedAt()
            : known.oldest();
    latest.put(id, new Latest(state(id, table, change), after, student(table, after), oldest));
    verdicts.add(
        differ(textsBefore, after, telling(table)) ? Verdict.APPLIED : Verdict.APPLIED_UNWATCHED);
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
          Map<String, String> textsBefore = texts(before);
          rows.add(
              new FoldedRow(
                  before,
                  row.state(),
                  row.ownStudent(),
                  row.oldest(),
                  !Objects.equals(textsBefore, row.texts()),
                  differ(textsBefore, row.texts(), telling(catalogue.tables().get(id.table())))));
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

  private static RowState state(RowId id, FactTable table, RowChange change) {
    Map<String, Object> columns = change.after() == null ? null : change.after().columns();
    return new RowState(
        id,
        null,
        columns == null ? null : owner(table, columns),
        columns == null ? null : RowJson.write(columns),
        change.position(),
        RowState.rankOf(change.type()),
        change.changedAt());
  }

  private static @Nullable RowId owner(FactTable table, Map<String, Object> columns) {
    FactTable.Owner owner = table.owner().orElse(null);
    if (owner == null || owner.through().isEmpty()) {
      return null;
    }
    Object key = columns.get(owner.column());
    return key == null ? null : new RowId(owner.through().get(), new RowKey(RowJson.text(key)));
  }

  private static @Nullable StudentId student(FactTable table, @Nullable Map<String, String> texts) {
    FactTable.Owner owner = table.owner().orElse(null);
    if (owner == null || owner.through().isPresent() || texts == null) {
      return null;
    }
    String student = texts.get(owner.column());
    return student == null ? null : new StudentId(student);
  }

  /** The columns whose change tells something; none if no pack looks at the table. */
  private Set<String> telling(@Nullable FactTable table) {
    if (table == null || !watched.watches(table.name())) {
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

  private static @Nullable Map<String, String> texts(@Nullable RowState state) {
    return state == null || state.columns() == null ? null : RowJson.texts(state.columns());
  }

  private static Map<String, String> texts(Map<String, Object> columns) {
    Map<String, String> texts = new TreeMap<>();
    columns.forEach((name, value) -> texts.put(name, RowJson.text(value)));
    return texts;
  }

  private FactTable table(RowChange change) {
    FactTable table = catalogue.tables().get(change.table());
    if (table == null) {
      throw new IllegalArgumentException(
          "the catalogue has no table " + change.table() + "; the reader refuses such changes");
    }
    return table;
  }
}
