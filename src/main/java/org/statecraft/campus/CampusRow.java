package org.statecraft.campus;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The columns of one Campus row that the fact catalogue declares, by name. Values are {@link
 * String}, {@link Long}, {@link java.math.BigDecimal}, {@link Boolean}, {@link java.time.LocalDate}
 * or {@link java.time.LocalDateTime}; a column that is null in Campus is absent. They are sorted by
 * name.
 */
public record CampusRow(TableName table, RowKey key, Map<String, Object> columns) {

  public CampusRow {
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
  }
}
