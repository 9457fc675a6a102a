package org.statecraft.sync;

import org.statecraft.edfi.ConnectionName;

/** Hears what became of each batch, for metrics and for those who watch. */
public interface SyncListener {

  /** Hears nothing. */
  SyncListener NONE = (connection, result) -> {};

  /** A batch is decided, planned and committed. */
  void synced(ConnectionName connection, SyncResult result);
}
