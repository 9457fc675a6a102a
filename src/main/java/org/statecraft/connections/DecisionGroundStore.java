package org.statecraft.connections;

import io.vertx.core.Future;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/**
 * The table {@code decision_ground}: counts what changes the decisions of a connection beside its
 * preferences.
 */
public final class DecisionGroundStore {

  private static final String MOVE =
      """
      INSERT INTO decision_ground AS g (connection)
      VALUES ($1)
      ON CONFLICT ON CONSTRAINT decision_ground_pk DO UPDATE
         SET version = g.version + 1
      """;

  /**
   * Has what is under decision decided anew, and later decisions made by the new ground. The caller
   * holds the lock of {@link PreferenceStore#lock}.
   */
  public Future<Void> move(Tx tx, ConnectionName connection) {
    return tx.run(MOVE, connection.value()).mapEmpty();
  }
}
