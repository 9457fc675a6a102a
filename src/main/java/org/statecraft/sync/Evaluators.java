package org.statecraft.sync;

import io.vertx.core.Future;
import java.util.function.Function;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.RuleSet;

/**
 * Evaluators that go with the times: an evaluator is kept until the rules, the preferences or the
 * district's shared rows change, as the road keeps its own.
 */
public final class Evaluators {

  private final Database database;
  private final RowStore rows = new RowStore();
  private final Contexts contexts;

  /**
   * @param rules by which a connection is to be decided now
   */
  public Evaluators(Database database, Function<Connection, RuleSet> rules) {
    this.database = database;
    this.contexts = new Contexts(database, rows, rules);
  }

  /** The evaluator of a connection as of now. */
  public Future<Evaluator> of(Connection connection) {
    return contexts
        .of(connection)
        .map(context -> new Evaluator(database, rows, connection, context));
  }
}
