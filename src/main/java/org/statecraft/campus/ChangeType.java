package org.statecraft.campus;

/**
 * What happened to a row. The order is the order of changes that carry the same source position: a
 * changed primary key arrives as the delete of the old and the insert of the new key at one
 * position, and a redelivered delete must not undo the insert.
 */
public enum ChangeType {
  /** The row is gone. */
  DELETE,
  /** The row was read as part of a snapshot. */
  SNAPSHOT,
  /** The row is new. */
  INSERT,
  /** The row has other values than before. */
  UPDATE
}
