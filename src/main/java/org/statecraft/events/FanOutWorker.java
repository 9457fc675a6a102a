package org.statecraft.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.campus.District;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.db.LostClaims;
import org.statecraft.db.PgErrors;
import org.statecraft.db.Steps;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.MadeOf;
import org.statecraft.rows.ReferenceStore;
import org.statecraft.rows.RowId;

/**
 * Queues the students that a changed shared row concerns, in the background. A commit queues some
 * students and saves how far it is, so that a killed process loses and repeats nothing.
 */
public final class FanOutWorker {

  private static final Logger LOG = LoggerFactory.getLogger(FanOutWorker.class);

  private final Vertx vertx;
  private final Database database;
  private final FanOutStore fanOuts = new FanOutStore();
  private final EventStore events = new EventStore();
  private final Supplier<FanOutStudents> students;
  private final Function<District, List<ConnectionName>> connections;
  private final FanOutConfig config;
  private final FanOutListener listener;
  private final InstantSource clock;
  private final LongSupplier worker;
  private final LostClaims lostClaims;

  private boolean stopped = true;
  private boolean woken;
  private boolean busy;
  private long timer = -1;
  private Future<Void> running = Future.succeededFuture();

  /**
   * A worker that claims under the id {@code worker} tells; nothing happens before {@link #start}.
   */
  public FanOutWorker(
      Vertx vertx,
      Database database,
      Supplier<FactCatalogue> catalogue,
      Function<District, List<ConnectionName>> connections,
      FanOutConfig config,
      FanOutListener listener,
      InstantSource clock,
      LongSupplier worker) {
    this.vertx = vertx;
    this.database = database;
    this.students =
        new MadeOf<>(catalogue, now -> new FanOutStudents(database, new ReferenceStore(), now));
    this.connections = connections;
    this.config = config;
    this.listener = listener;
    this.clock = clock;
    this.worker = worker;
    this.lostClaims = new LostClaims(clock);
  }

  public synchronized void start() {
    stopped = false;
    wake();
  }

  /** There may be something to do. */
  public synchronized void wake() {
    if (stopped) {
      return;
    }
    if (busy) {
      woken = true;
      return;
    }
    busy = true;
    vertx.cancelTimer(timer);
    running = runOnce().otherwise(this::failed).compose(this::next);
  }

  /** Stops after the transaction under way; the rest is gone on with by whoever comes next. */
  public synchronized Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return running
        .compose(done -> fanOuts.release(database, Set.of(worker.getAsLong())))
        .mapEmpty();
  }

  /**
   * Does the longest waiting fan-outs of one district.
   *
   * @return whether there were any
   */
  Future<Boolean> runOnce() {
    return fanOuts
        .claim(database, worker.getAsLong(), config.rowsTogether())
        .compose(
            claimed ->
                claimed.isEmpty()
                    ? Future.succeededFuture(false)
                    : students
                        .get()
                        .reachedThrough(claimed.get().district(), claimed.get().rows())
                        .compose(reached -> new Course(claimed.get(), reached).all())
                        .map(true));
  }

  /** One fan-out, read by read; stopped in between, the rest is left to whoever comes next. */
  private final class Course {

    private final Set<RowId> reached;
    private FanOut done;

    Course(FanOut fanOut, Set<RowId> reached) {
      this.done = fanOut;
      this.reached = reached;
    }

    Future<Void> all() {
      return Steps.whileTrue(this::next)
          .compose(queued -> isStopped() ? Future.succeededFuture() : finish(done));
    }

    private Future<Boolean> next() {
      FanOut before = done;
      return students
          .get()
          .next(before.district(), reached, before.after().orElse(null), config.studentsPerRead())
          .compose(found -> queue(before, found, 0))
          .map(
              now -> {
                done = now;
                return !isStopped()
                    && now.studentsDone() - before.studentsDone() == config.studentsPerRead();
              });
    }
  }

  private Future<FanOut> queue(FanOut fanOut, List<StudentId> found, int from) {
    if (from >= found.size() || isStopped()) {
      return Future.succeededFuture(fanOut);
    }
    int to = Math.min(found.size(), from + config.studentsPerCommit());
    List<StudentId> part = found.subList(from, to);
    FanOut advanced = fanOut.advanced(part);
    return database
        .inTransaction(
            tx ->
                events
                    .enqueue(tx, connections.apply(fanOut.district()), concerns(fanOut, part))
                    .compose(queued -> fanOuts.advance(tx, advanced)))
        .onSuccess(committed -> listener.progressed(advanced, false))
        .compose(committed -> queue(advanced, found, to));
  }

  private Future<Void> finish(FanOut fanOut) {
    return database
        .inTransaction(tx -> fanOuts.finish(tx, fanOut, clock.instant()))
        .onSuccess(committed -> listener.progressed(fanOut, true));
  }

  private static List<Concern> concerns(FanOut fanOut, List<StudentId> students) {
    String cause = fanOut.cause();
    return students.stream()
        .map(student -> new Concern(student, cause, fanOut.changedAt()))
        .toList();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private @Nullable Boolean failed(Throwable error) {
    LOG.warn("fan_out=failed worker={} error={}", worker.getAsLong(), PgErrors.describe(error));
    return null;
  }

  /**
   * After work comes more work, after nothing a pause, after a failure the same work anew. A claim
   * that failed may be carried out all the same, even a little later; for a while everything in our
   * name is given back whenever nothing is in hand.
   */
  private synchronized Future<Void> next(@Nullable Boolean worked) {
    if (worked == null) {
      lostClaims.lost(worker.getAsLong());
    }
    Future<Void> tidied =
        lostClaims.possible() ? giveBack().otherwiseEmpty() : Future.succeededFuture();
    return tidied.map(
        done -> {
          again(Boolean.TRUE.equals(worked));
          return null;
        });
  }

  private Future<Void> giveBack() {
    return fanOuts
        .release(database, lostClaims.workers())
        .map(
            done -> {
              lookedForLost();
              return null;
            });
  }

  private synchronized void lookedForLost() {
    lostClaims.lookedFor();
  }

  private synchronized void again(boolean atOnce) {
    busy = false;
    if (stopped) {
      return;
    }
    if (atOnce || woken) {
      woken = false;
      wake();
    } else {
      timer = vertx.setTimer(config.pollInterval().toMillis(), fired -> wake());
    }
  }
}
