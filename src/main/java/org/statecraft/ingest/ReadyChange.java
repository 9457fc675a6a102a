package org.statecraft.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.RowId;
import org.statecraft.rows.RowJson;
import org.statecraft.rows.RowState;

/**
 * A change with all that can be worked out of it alone. It is worked out while the transaction
 * before is still under way, for the transactions of a district wait for one another.
 *
 * @param state the row as it will be kept; its student is not known yet
 * @param texts the row's columns as text; null if it is deleted
 * @param ownStudent the student that the row itself names
 */
record ReadyChange(
    RowChange change,
    FactTable table,
    RowState state,
    @Nullable Map<String, String> texts,
    @Nullable StudentId ownStudent) {

  static ReadyChange of(FactCatalogue catalogue, RowChange change) {
    FactTable table = catalogue.tables().get(change.table());
    if (table == null) {
      throw new IllegalArgumentException(
          "the catalogue has no table " + change.table() + "; the reader refuses such changes");
    }
    CampusRow after = change.after();
    Map<String, Object> columns = after == null ? null : after.columns();
    Map<String, String> texts = columns == null ? null : texts(columns);
    RowState state =
        new RowState(
            new RowId(change.table(), change.key()),
            null,
            texts == null ? null : owner(table, texts),
            columns == null ? null : RowJson.write(columns),
            change.position(),
            RowState.rankOf(change.type()),
            change.changedAt());
    return new ReadyChange(change, table, state, texts, texts == null ? null : own(table, texts));
  }

  private static Map<String, String> texts(Map<String, Object> columns) {
    Map<String, String> texts = new TreeMap<>();
    columns.forEach((name, value) -> texts.put(name, RowJson.text(value)));
    return texts;
  }

  private static @Nullable RowId owner(FactTable table, Map<String, String> texts) {
    FactTable.Owner owner = table.owner().orElse(null);
    if (owner == null || owner.through().isEmpty()) {
      return null;
    }
    String key = texts.get(owner.column());
    return key == null ? null : new RowId(owner.through().get(), new RowKey(key));
  }

  private static @Nullable StudentId own(FactTable table, Map<String, String> texts) {
    FactTable.Owner owner = table.owner().orElse(null);
    if (owner == null || owner.through().isPresent()) {
      return null;
    }
    String student = texts.get(owner.column());
    return student == null ? null : new StudentId(student);
  }
}
