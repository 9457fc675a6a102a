package org.statecraft.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.statecraft.campus.TableName;
import org.statecraft.packs.FactCatalogue;

/**
 * What any active pack looks at. A change of other columns is kept and causes nothing.
 *
 * @param columns per table; a table that is absent is looked at by none
 */
public record WatchedColumns(Map<TableName, Set<String>> columns) {

  public WatchedColumns {
    Map<TableName, Set<String>> copy = new HashMap<>();
    columns.forEach((table, names) -> copy.put(table, Set.copyOf(names)));
    columns = Map.copyOf(copy);
  }

  /** All that the catalogue declares. */
  public static WatchedColumns everything(FactCatalogue catalogue) {
    Map<TableName, Set<String>> all = new HashMap<>();
    catalogue.tables().forEach((name, table) -> all.put(name, table.columns().keySet()));
    return new WatchedColumns(all);
  }

  /** Whether it matters that a row of the table is there or not. */
  boolean watches(TableName table) {
    return columns.containsKey(table);
  }

  Set<String> of(TableName table) {
    return columns.getOrDefault(table, Set.of());
  }
}
