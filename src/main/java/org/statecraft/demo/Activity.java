package org.statecraft.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.deliver.DeliveryListener;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.events.FanOut;
import org.statecraft.events.FanOutListener;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.IngestOutcome.Accepted;
import org.statecraft.plan.Verb;
import org.statecraft.sync.SyncListener;
import org.statecraft.sync.SyncResult;

/** Counts what happens on the road since the start, and wakes who waits for something to happen. */
public final class Activity
    implements IngestListener, SyncListener, DeliveryListener, FanOutListener {

  private final LongAdder received = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder decided = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder fannedOut = new LongAdder();
  private final Semaphore news = new Semaphore(0);

  @Override
  public void kept(District district, Accepted accepted) {
    received.add((long) accepted.applied() + accepted.superseded());
    duplicates.add(accepted.superseded());
    news.release();
  }

  @Override
  public void synced(ConnectionName connection, SyncResult result) {
    decided.add(result.students());
    news.release();
  }

  @Override
  public void sent(
      ConnectionName connection,
      ResourceName resource,
      @Nullable Verb verb,
      String outcome,
      Duration latency,
      Instant changedAt) {
    if (verb != null) {
      sent.increment();
    }
    news.release();
  }

  @Override
  public void progressed(FanOut fanOut, boolean finished) {
    if (finished) {
      fannedOut.add(fanOut.studentsDone());
    }
    news.release();
  }

  /** Waits until something happened or the time is over. */
  void await(Duration limit) throws InterruptedException {
    if (news.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }

  /** All counts in one line. */
  String line() {
    String fanOut =
        fannedOut.sum() == 0 ? "" : ", " + fannedOut.sum() + " looked at again for shared rows";
    return "received "
        + received.sum()
        + " changes ("
        + duplicates.sum()
        + " known already), decided "
        + decided.sum()
        + " students"
        + fanOut
        + ", sent "
        + sent.sum()
        + " requests";
  }
}
