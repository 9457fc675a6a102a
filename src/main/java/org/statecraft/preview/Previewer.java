package org.statecraft.preview;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityStore;
import org.statecraft.plan.Action;
import org.statecraft.rules.RuleSet;
import org.statecraft.sync.ConcernedStudentStore;
import org.statecraft.sync.Evaluator;

/**
 * Decides all students of a connection by two rule sets and tells the difference. Sends nothing.
 */
public final class Previewer {

  private static final int STUDENTS_TOGETHER = 500;

  private final Database database;
  private final BatchPreview students;
  private final IdentityStore identity = new IdentityStore();
  private final BiConsumer<Long, Long> progress;

  /**
   * @param workers run blocking work
   * @param progress is told how many of how many students are done
   */
  public Previewer(Database database, Executor workers, BiConsumer<Long, Long> progress) {
    this.database = database;
    this.students = new BatchPreview(database, workers);
    this.progress = progress;
  }

  /** Compares two rule sets on one connection, under its preferences and rows of now. */
  public Future<Preview> preview(
      Connection connection, RuleSet inForce, RuleSet edited, ResourcePreferences preferences) {
    Future<Evaluator> before = Evaluator.open(database, connection, inForce, preferences);
    Future<Evaluator> after = Evaluator.open(database, connection, edited, preferences);
    Future<Long> count =
        ConcernedStudentStore.count(database, connection.district(), connection.name());
    return Future.all(before, after, count)
        .compose(
            opened ->
                new Pass(connection, before.result(), after.result(), count.result())
                    .run()
                    .map(
                        pass ->
                            new Preview(
                                connection.name(),
                                inForce.revision(),
                                edited.revision(),
                                pass.done,
                                pass.waiting,
                                pass.changes)));
  }

  /** One way through all students. */
  private final class Pass {

    private final Connection connection;
    private final Evaluator before;
    private final Evaluator after;
    private final long all;
    private final List<Change> changes = new ArrayList<>();
    private final Map<ResourceRef, Action> shared = new LinkedHashMap<>();
    private long done;
    private long waiting;

    Pass(Connection connection, Evaluator before, Evaluator after, long all) {
      this.connection = connection;
      this.before = before;
      this.after = after;
      this.all = all;
    }

    Future<Pass> run() {
      return Steps.<StudentId>throughPages(
              last ->
                  ConcernedStudentStore.next(
                      database,
                      connection.district(),
                      connection.name(),
                      last == null ? "" : last.value(),
                      STUDENTS_TOGETHER),
              this::batch)
          .compose(done -> sharedRecords());
    }

    private Future<Void> batch(List<StudentId> batch) {
      return students
          .of(connection, before, after, batch)
          .map(
              previewed -> {
                for (BatchPreview.Previewed one : previewed) {
                  changes.addAll(one.changes());
                  waiting += one.waiting();
                  one.shared().forEach(action -> shared.putIfAbsent(action.record(), action));
                }
                done += batch.size();
                progress.accept(done, all);
                return null;
              });
    }

    /** What students share is sent once, and only if it is not there. */
    private Future<Pass> sharedRecords() {
      return identity
          .existing(database, connection.name(), shared.keySet())
          .map(
              existing -> {
                absent(existing).forEach(changes::add);
                return this;
              });
    }

    private List<Change> absent(Set<ResourceRef> existing) {
      List<Change> absent = new ArrayList<>();
      shared.forEach(
          (record, action) -> {
            if (!existing.contains(record)) {
              absent.add(
                  new Change(
                      Change.Kind.POST,
                      Optional.of(record.resource()),
                      record.key().toString(),
                      Optional.empty(),
                      List.of(),
                      action.rules(),
                      "shared; made from " + String.join(", ", action.sources())));
            }
          });
      return absent;
    }
  }
}
