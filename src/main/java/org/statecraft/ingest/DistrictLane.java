package org.statecraft.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.statecraft.campus.CampusRow;
import org.statecraft.campus.District;
import org.statecraft.campus.RowChange;
import org.statecraft.db.Commit;
import org.statecraft.db.Database;
import org.statecraft.db.PgErrors;
import org.statecraft.ingest.BatchFold.Verdict;

/**
 * The changes of one district: one transaction at a time, the rest waits and goes together. While
 * others wait, the next transaction does not wait until the one before is on disk; its senders do.
 */
final class DistrictLane {

  private static final long BYTES_PER_CHANGE = 500;
  private static final long BYTES_PER_COLUMN = 200;

  private final District district;
  private final Database database;
  private final IngestTransaction transaction;
  private final IngestConfig config;

  private final Deque<Request> waiting = new ArrayDeque<>();
  private int waitingChanges;
  private long waitingBytes;
  private boolean busy;

  private record Request(ReadyBatch batch, long bytes, Promise<IngestOutcome> promise) {
    int changes() {
      return batch.changes().size();
    }
  }

  DistrictLane(
      District district, Database database, IngestTransaction transaction, IngestConfig config) {
    this.district = district;
    this.database = database;
    this.transaction = transaction;
    this.config = config;
  }

  Future<IngestOutcome> accept(List<RowChange> changes) {
    Request request = new Request(transaction.ready(changes), bytes(changes), Promise.promise());
    synchronized (this) {
      if (isFullFor(request)) {
        return Future.succeededFuture(new IngestOutcome.Overloaded(config.retryAfter()));
      }
      waiting.add(request);
      waitingChanges += request.changes();
      waitingBytes += request.bytes();
      if (busy) {
        return request.promise().future();
      }
      busy = true;
    }
    commitNext();
    return request.promise().future();
  }

  /** A request that is larger than all the room there is gets it when nobody else waits. */
  private boolean isFullFor(Request request) {
    return !waiting.isEmpty()
        && (waitingChanges + request.changes() > config.maxWaitingChanges()
            || waitingBytes + request.bytes() > config.maxWaitingBytes());
  }

  private void commitNext() {
    List<Request> group = nextGroup();
    if (!group.isEmpty()) {
      commit(group, othersWait() ? Commit.VISIBLE : Commit.ON_DISK)
          .onComplete(done -> commitNext());
    }
  }

  private synchronized List<Request> nextGroup() {
    List<Request> group = new ArrayList<>();
    int changes = 0;
    while (!waiting.isEmpty()
        && (group.isEmpty()
            || changes + waiting.getFirst().changes() <= config.maxChangesPerCommit())) {
      Request request = waiting.removeFirst();
      changes += request.changes();
      waitingChanges -= request.changes();
      waitingBytes -= request.bytes();
      group.add(request);
    }
    busy = !group.isEmpty();
    return group;
  }

  private synchronized boolean othersWait() {
    return !waiting.isEmpty();
  }

  private Future<Void> commit(List<Request> group, Commit commit) {
    return transaction
        .run(database, district, commit, group.stream().map(Request::batch).toList())
        .<Void>map(
            verdicts -> {
              onDisk(commit, verdicts)
                  .onSuccess(safe -> answer(group, verdicts))
                  .onFailure(error -> fail(group, error));
              return null;
            })
        .recover(error -> failed(group, error));
  }

  /**
   * A transaction that found everything kept already writes nothing, so its commit takes nothing to
   * disk; and what it found may be another's that is not there yet.
   */
  private Future<Void> onDisk(Commit commit, List<Verdict> verdicts) {
    boolean wrote = verdicts.stream().anyMatch(verdict -> verdict != Verdict.SUPERSEDED);
    return commit == Commit.ON_DISK && wrote ? Future.succeededFuture() : database.onDisk();
  }

  private static void fail(List<Request> group, Throwable error) {
    group.forEach(request -> request.promise().tryFail(error));
  }

  /** What one request brought on must not fail the others that only shared its transaction. */
  private Future<Void> failed(List<Request> group, Throwable error) {
    if (group.size() == 1 || PgErrors.isUnavailable(error) || PgErrors.isFull(error)) {
      fail(group, error);
      return Future.succeededFuture();
    }
    Future<Void> oneByOne = Future.succeededFuture();
    for (Request request : group) {
      oneByOne =
          oneByOne.compose(done -> commit(Collections.singletonList(request), Commit.ON_DISK));
    }
    return oneByOne;
  }

  private static void answer(List<Request> group, List<Verdict> verdicts) {
    int from = 0;
    for (Request request : group) {
      int to = from + request.changes();
      request.promise().tryComplete(accepted(verdicts.subList(from, to)));
      from = to;
    }
  }

  private static IngestOutcome accepted(List<Verdict> verdicts) {
    int superseded = Collections.frequency(verdicts, Verdict.SUPERSEDED);
    return new IngestOutcome.Accepted(
        verdicts.size() - superseded,
        superseded,
        Collections.frequency(verdicts, Verdict.APPLIED_UNWATCHED));
  }

  private static long bytes(List<RowChange> changes) {
    long bytes = 0;
    for (RowChange change : changes) {
      bytes += BYTES_PER_CHANGE;
      CampusRow after = change.after();
      if (after != null) {
        for (Object value : after.columns().values()) {
          bytes += BYTES_PER_COLUMN + (value instanceof String text ? 2L * text.length() : 0);
        }
      }
    }
    return bytes;
  }
}
