package org.statecraft.rows;

import org.statecraft.campus.TableName;

/** A way from rows to shared rows: the key of a row of {@code to} stands in the column. */
public record Reference(TableName from, String column, TableName to) {}
