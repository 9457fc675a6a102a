package org.statecraft.db;

/** What has become of a transaction when its future succeeds. */
public enum Commit {
  /** It is on disk: nothing takes it away any more. */
  ON_DISK,
  /**
   * All others see it, and whatever they commit on disk holds this one too; alone it may be lost
   * with the database until {@link Database#onDisk} succeeds. Nothing may be promised before that.
   */
  VISIBLE
}
