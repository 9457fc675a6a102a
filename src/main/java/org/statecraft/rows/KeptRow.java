package org.statecraft.rows;

import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;

/**
 * A row as it is kept, for whoever makes facts of it.
 *
 * @param student null for a shared row
 * @param columns JSON text of the columns that are not null, see {@link RowJson}
 */
public record KeptRow(@Nullable StudentId student, TableName table, RowKey key, String columns) {}
