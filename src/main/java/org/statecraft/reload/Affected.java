package org.statecraft.reload;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.campus.District;
import org.statecraft.campus.StudentId;
import org.statecraft.config.ReloadConfig;
import org.statecraft.config.Trace;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;
import org.statecraft.events.EventStore;
import org.statecraft.packs.RulePack;
import org.statecraft.rows.ReferenceStore;

/**
 * What becomes of the students whom earlier rules decided about: by default nothing but a note that
 * their resources wait for a resync.
 */
final class Affected {

  private static final Logger LOG = LoggerFactory.getLogger(Affected.class);

  private static final int STUDENTS_TOGETHER = 1_000;

  private final Database database;
  private final AffectedStore counts = new AffectedStore();
  private final ResyncDueStore due = new ResyncDueStore();
  private final ReferenceStore references = new ReferenceStore();
  private final EventStore events = new EventStore();
  private final ReloadConfig.Mode mode;
  private final InstantSource clock;
  private final Consumer<District> queued;

  /**
   * @param queued is told of districts with students to decide
   */
  Affected(
      Database database, ReloadConfig.Mode mode, InstantSource clock, Consumer<District> queued) {
    this.database = database;
    this.mode = mode;
    this.clock = clock;
    this.queued = queued;
  }

  /**
   * Sees to the students of a connection whose rules are others now. The note is made before this
   * returns; students are queued in the background. Until all of them are, the note stays, so that
   * a server that ends meanwhile leaves it behind.
   */
  void of(Connection connection, RulePack pack) {
    long students = LivePacks.await(counts.students(database, connection.district()));
    boolean anew = mode == ReloadConfig.Mode.PLAN_AND_APPLY;
    LOG.info(
        "connection={} pack={} revision={} students_affected_at_most={} next={}",
        connection.name(),
        pack.name(),
        pack.revision(),
        students,
        anew ? "decided_anew" : "wait_for_resync");
    LivePacks.await(
        database.inTransaction(tx -> due.add(tx, connection.name(), pack.resources().keySet())));
    if (anew) {
      queueAll(connection, pack)
          .compose(
              done ->
                  database.inTransaction(
                      tx -> due.remove(tx, connection.name(), pack.resources().keySet())))
          .onFailure(
              error ->
                  LOG.warn(
                      "connection={} pack={} next=wait_for_resync",
                      connection.name(),
                      pack.name(),
                      Trace.of(error)));
    }
  }

  private Future<Void> queueAll(Connection connection, RulePack pack) {
    return Steps.<StudentId>throughPages(
        last -> references.students(database, connection.district(), last, STUDENTS_TOGETHER),
        students -> queue(connection, pack, students));
  }

  private Future<Void> queue(Connection connection, RulePack pack, List<StudentId> students) {
    return database
        .inTransaction(
            tx ->
                events.enqueue(
                    tx,
                    connection.name(),
                    students,
                    "pack " + pack.name() + " " + pack.revision(),
                    clock.instant()))
        .onSuccess(done -> queued.accept(connection.district()));
  }
}
