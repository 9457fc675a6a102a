package org.statecraft.rows;

import java.util.List;

/**
 * All shared rows of a district as of one moment.
 *
 * @param version the number to compare with {@link RowStore#sharedVersion} later; 0 if no shared
 *     row ever arrived
 */
public record SharedRows(long version, List<KeptRow> rows) {

  public SharedRows {
    rows = List.copyOf(rows);
  }
}
