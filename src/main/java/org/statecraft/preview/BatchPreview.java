package org.statecraft.preview;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.Action;
import org.statecraft.rows.KeptRow;
import org.statecraft.rows.RowStore;
import org.statecraft.sync.Evaluator;
import org.statecraft.sync.Evaluator.Evaluated;

/** Decides some students by two rule sets upon the same rows, and tells the difference. */
public final class BatchPreview {

  private final Database database;
  private final Executor workers;
  private final IdentityStore identity = new IdentityStore();
  private final RowStore rows = new RowStore();

  /**
   * @param workers run blocking work
   */
  public BatchPreview(Database database, Executor workers) {
    this.database = database;
    this.workers = workers;
  }

  /**
   * What came of one student.
   *
   * @param waiting how many actions the rules in force would take as well
   * @param shared POSTs of records that students share, which may be there already
   */
  public record Previewed(List<Change> changes, int waiting, List<Action> shared) {}

  /** The students in their order. */
  public Future<List<Previewed>> of(
      Connection connection, Evaluator before, Evaluator after, List<StudentId> batch) {
    StudentPreview each = new StudentPreview(before, after);
    // One read for both: rows that change between two reads would look like an effect of the
    // edit.
    Future<List<KeptRow>> kept = rows.ofStudents(database, connection.district(), batch);
    Future<List<Evaluated>> old =
        kept.compose(read -> onWorker(() -> before.evaluate(batch, read)));
    Future<List<Evaluated>> now = kept.compose(read -> onWorker(() -> after.evaluate(batch, read)));
    Future<Map<StudentId, List<IdentityMapping>>> mapped =
        identity.ofStudents(database, connection.name(), batch);
    return Future.all(old, now, mapped)
        .compose(
            read ->
                onWorker(
                    () -> {
                      List<Previewed> previewed = new ArrayList<>();
                      for (int i = 0; i < batch.size(); i++) {
                        previewed.add(
                            each.of(
                                old.result().get(i),
                                now.result().get(i),
                                mapped.result().getOrDefault(batch.get(i), List.of())));
                      }
                      return previewed;
                    }));
  }

  private <T> Future<T> onWorker(Callable<T> work) {
    Promise<T> done = Promise.promise();
    workers.execute(
        () -> {
          try {
            done.complete(work.call());
          } catch (Exception | LinkageError e) {
            done.fail(e);
          }
        });
    return done.future();
  }
}
