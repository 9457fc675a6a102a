package org.statecraft.admin;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Predicate;
import org.statecraft.admin.AuditStore.Outcome;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;

/** Makes changes with an entry of the audit log that is there before them. */
public final class Audit {

  /** In the place of a token's role: who has the database's password may do everything. */
  public static final String COMMAND_LINE = "command-line";

  private final Database database;
  private final Predicate<Throwable> refusal;
  private final AuditStore store = new AuditStore();

  /**
   * @param refusal whether a failure is one that the person is told of, and no fault of ours
   */
  public Audit(Database database, Predicate<Throwable> refusal) {
    this.database = database;
    this.refusal = refusal;
  }

  /**
   * Who asks.
   *
   * @param who the name of a token, or of a person
   * @param role of the token
   * @param correlationId ties the entry to what the log says
   */
  public record By(String who, String role, String correlationId) {

    /** Somebody at the command line. */
    public static By commandLine(String who) {
      return new By(who, COMMAND_LINE, UUID.randomUUID().toString());
    }
  }

  /** Makes a change. Without its entry it is not begun. */
  public <T> Future<T> make(By by, AuditedChange<T> change) {
    return change
        .before()
        .compose(
            before ->
                store.begin(
                    database,
                    new AuditStore.Begun(
                        by.who(),
                        by.role(),
                        change.about().action(),
                        change.about().connection().map(ConnectionName::value),
                        change.about().asked(),
                        before,
                        by.correlationId())))
        .compose(id -> change.make().transform(made -> end(id, made)));
  }

  private <T> Future<T> end(long id, AsyncResult<AuditedChange.Made<T>> made) {
    if (made.succeeded()) {
      AuditedChange.Made<T> done = made.result();
      return store
          .end(database, id, done.refused() ? Outcome.REFUSED : Outcome.DONE, done.after())
          .map(done.result());
    }
    Outcome outcome = refusal.test(made.cause()) ? Outcome.REFUSED : Outcome.FAILED;
    return store
        .end(database, id, outcome, null)
        .transform(ended -> Future.failedFuture(made.cause()));
  }
}
