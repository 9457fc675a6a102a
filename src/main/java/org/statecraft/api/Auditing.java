package org.statecraft.api;

import io.vertx.core.Future;
import java.util.Locale;
import org.statecraft.admin.AuditStore;
import org.statecraft.admin.AuditStore.Outcome;
import org.statecraft.config.ApiConfig;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;

/** Makes changes with an entry of the audit log that is there before them. */
final class Auditing {

  private final Database database;
  private final AuditStore store;

  Auditing(Database database, AuditStore store) {
    this.database = database;
    this.store = store;
  }

  /** The word of a role. */
  static String word(ApiConfig.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /** Makes a change. Without its entry it is not begun. */
  Future<Answer> make(Operation operation, Call call, Change change) {
    return change
        .before()
        .get()
        .compose(
            before ->
                store.begin(
                    database,
                    new AuditStore.Begun(
                        call.caller().name(),
                        word(call.caller().role()),
                        operation.id(),
                        change.connection().map(ConnectionName::value),
                        change.asked(),
                        before,
                        call.correlationId())))
        .compose(id -> work(change).transform(done -> end(id, done)));
  }

  private static Future<Change.Done> work(Change change) {
    try {
      return change.work().get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Answer> end(long id, io.vertx.core.AsyncResult<Change.Done> done) {
    if (done.succeeded()) {
      return store
          .end(database, id, Outcome.DONE, done.result().after())
          .map(done.result().answer());
    }
    Throwable told = Refused.of(done.cause());
    Outcome outcome = told instanceof ApiProblem ? Outcome.REFUSED : Outcome.FAILED;
    return store
        .end(database, id, outcome, null)
        .transform(ended -> Future.failedFuture(done.cause()));
  }
}
