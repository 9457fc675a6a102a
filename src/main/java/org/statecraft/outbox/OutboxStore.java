package org.statecraft.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.statecraft.db.SqlRunner;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.ErrorStore;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.StudentPlan;

/**
 * The table {@code outbox}: plans come in, workers claim actions and settle what came of them.
 *
 * <p>Plans and answers of one record follow one another by row locks, always taken in this order:
 * identity mapping (by resource and key), outbox (by id), error log.
 */
public final class OutboxStore {

  /** What the host was in no state to do; not what it asked to send later. */
  private static final String OUTAGE_OVER =
      """
      WITH again AS (
        SELECT o.id
        FROM outbox o
        WHERE o.connection = $1
          AND o.state = 'retryable'
          AND o.next_at > now()
          AND o.next_at < 'infinity'
          AND (o.status IS NULL OR o.status >= 500)
        ORDER BY o.id
        FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE outbox o
      SET next_at = now()
      FROM again a
      WHERE o.id = a.id
      """;

  private final ClaimStore claims;
  private final AdditionStore additions;
  private final SettlementStore settlements;
  private final WithdrawalStore withdrawals;

  public OutboxStore(IdentityStore identity, ErrorStore errors) {
    BlockerStore blockers = new BlockerStore();
    this.claims = new ClaimStore(identity);
    this.additions = new AdditionStore(identity, errors, blockers);
    this.settlements = new SettlementStore(identity, errors, blockers);
    this.withdrawals = new WithdrawalStore(errors, blockers);
  }

  /**
   * Adds the actions of plans and writes the identity mapping they lead to. What was not sent yet
   * of the same records is cancelled. A shared record that is planned already is not added again.
   *
   * @param plans at most one per student
   */
  public Future<AddedActions> add(Tx tx, ConnectionName connection, List<StudentPlan> plans) {
    return additions.add(tx, connection, plans);
  }

  /**
   * Takes up to {@code limit} actions that may be sent now, the oldest first. Never two of one
   * record, nothing that is paused.
   *
   * @param worker the id of the living worker that takes them
   */
  public Future<Claim> claim(
      SqlRunner sql, ConnectionName connection, long worker, int limit, Instant now) {
    return claims.claim(sql, connection, worker, limit, now);
  }

  /**
   * Frees what a worker has claimed and never heard of, because the answer to its claim was lost.
   *
   * @param workers the ids it may have claimed with
   * @param inHand the actions it knows of
   * @return how many were freed
   */
  public Future<Integer> giveBack(
      SqlRunner sql, ConnectionName connection, Collection<Long> workers, Collection<Long> inHand) {
    return claims.giveBack(sql, connection, workers, inHand);
  }

  /**
   * Writes what came of attempts, and frees what waited for them. What another worker has taken
   * over meanwhile is left alone.
   *
   * @return how many were written
   */
  public Future<Integer> settle(Tx tx, ConnectionName connection, List<Settlement> batch) {
    Set<ResourceName> unfinished = new HashSet<>();
    for (Settlement each : batch) {
      if (!each.state().isOver()) {
        unfinished.add(each.entry().record().resource());
      }
    }
    return settlements
        .settle(tx, connection, batch)
        .compose(settled -> withdraw(tx, connection, unfinished).map(settled));
  }

  /**
   * Cancels what is not sent yet of those of the resources that are switched off, as if it had
   * never been planned; what a worker has in hand is settled first. What waited for it is freed.
   *
   * @return how many actions were withdrawn
   */
  public Future<Integer> withdraw(
      Tx tx, ConnectionName connection, Collection<ResourceName> resources) {
    return withdrawals.withdraw(tx, connection, resources);
  }

  /**
   * Frees what dead workers had in hand. It may have been sent, and is marked so.
   *
   * @return how many actions were freed
   */
  public Future<Integer> release(Tx tx, Collection<Long> workers) {
    return claims.release(tx, workers);
  }

  /**
   * Lets be sent now what an outage of the API has put off.
   *
   * @return how many actions
   */
  public Future<Integer> outageOver(SqlRunner sql, ConnectionName connection) {
    return sql.run(OUTAGE_OVER, connection.value()).map(RowSet::rowCount);
  }
}
