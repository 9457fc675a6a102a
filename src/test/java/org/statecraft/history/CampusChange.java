package org.statecraft.history;

import java.util.Map;
import java.util.TreeMap;

/**
 * A change of a Campus row; values are texts.
 *
 * @param operation Debezium's letter
 * @param columns those of the row after the change; only the key for a delete
 * @param position in the source's log
 */
public record CampusChange(
    String operation, String table, String key, Map<String, String> columns, long position) {

  public CampusChange {
    columns = new TreeMap<>(columns);
  }

  boolean isDelete() {
    return operation.equals("d");
  }
}
