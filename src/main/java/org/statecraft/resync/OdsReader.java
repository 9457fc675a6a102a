package org.statecraft.resync;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.db.Database;
import org.statecraft.deliver.Answer;
import org.statecraft.deliver.EdFiClient;
import org.statecraft.edfi.OdsId;
import org.statecraft.packs.ResourceSchema;

/**
 * Reads all records of a resource from the ODS into a run, page by page. Pages overlap: where
 * records go while it reads, those behind move forward, and the overlap shows it. A page that does
 * not join the one before is read again from further ahead. What is read twice counts once.
 */
final class OdsReader {

  private static final int PAGE = 500;
  private static final int OVERLAP = 5;
  private static final int MOST_ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final RunStores stores;
  private final Database database;
  private final EdFiClient client;
  private final RunStore runs;
  private final FoundStore found;
  private final Duration pause;
  private final RunProgress progress;

  /**
   * @param pause from one page to the next at least, to bound the load of the API
   */
  OdsReader(RunStores stores, EdFiClient client, Duration pause, RunProgress progress) {
    this.stores = stores;
    this.database = stores.database();
    this.runs = stores.runs();
    this.found = stores.found();
    this.client = client;
    this.pause = pause;
    this.progress = progress;
  }

  /** Reads on from where the run stopped. */
  Future<Void> read(ResyncRun run, ResourceSchema schema, FoundReader reader) {
    long from = run.readTo().getOrDefault(schema.resource().value(), 0L);
    return from == ResyncRun.READ
        ? Future.succeededFuture()
        : new OneResource(run, schema, reader).from(Math.max(0, from - PAGE));
  }

  /** The reading of one resource. */
  private final class OneResource {

    private final ResyncRun run;
    private final ResourceSchema schema;
    private final FoundReader reader;
    private Set<OdsId> last = Set.of();
    private long asked;
    private int stepsBack;

    OneResource(ResyncRun run, ResourceSchema schema, FoundReader reader) {
      this.run = run;
      this.schema = schema;
      this.reader = reader;
    }

    Future<Void> from(long offset) {
      asked = System.nanoTime();
      return page(offset, 1)
          .compose(body -> stores.onWorker(() -> reader.read(body)))
          .compose(page -> keep(offset, page));
    }

    private Future<Void> keep(long offset, List<FoundRecord> page) {
      if (!joins(page) && offset > 0 && stepsBack < MOST_ATTEMPTS) {
        stepsBack++;
        last = Set.of();
        return from(Math.max(0, offset - (long) PAGE * stepsBack));
      }
      stepsBack = 0;
      boolean end = page.size() < PAGE;
      long next = offset + PAGE - OVERLAP;
      long readTo = end ? ResyncRun.READ : next;
      last = ids(page);
      return database
          .inTransaction(
              tx ->
                  found
                      .add(tx, run.id(), schema.resource(), page)
                      .compose(added -> runs.readTo(tx, run, schema.resource(), readTo)))
          .compose(
              kept -> {
                progress.read(schema.resource(), offset + page.size());
                Duration left = pause.minusNanos(System.nanoTime() - asked);
                return end ? Future.succeededFuture() : after(left).compose(done -> from(next));
              });
    }

    private boolean joins(List<FoundRecord> page) {
      return last.isEmpty()
          || page.stream().limit(OVERLAP).anyMatch(each -> last.contains(each.id()));
    }

    private Set<OdsId> ids(List<FoundRecord> page) {
      Set<OdsId> ids = new HashSet<>();
      page.subList(Math.max(0, page.size() - OVERLAP), page.size())
          .forEach(each -> ids.add(each.id()));
      return ids;
    }

    private Future<String> page(long offset, int attempt) {
      Map<String, String> query = new HashMap<>();
      query.put("offset", Long.toString(offset));
      query.put("limit", Integer.toString(PAGE));
      return client
          .find(schema.path(), query)
          .compose(
              answer ->
                  answer.status() == 200 ? body(answer) : Future.failedFuture(refused(answer)))
          .recover(
              error ->
                  attempt >= MOST_ATTEMPTS || !mayPass(error)
                      ? Future.failedFuture(error)
                      : after(FIRST_PAUSE.multipliedBy(1L << attempt))
                          .compose(waited -> page(offset, attempt + 1)));
    }

    private Future<String> body(Answer answer) {
      return Future.succeededFuture(answer.body());
    }

    private ReadRefused refused(Answer answer) {
      return new ReadRefused(
          "the API answered GET " + schema.path() + " with " + answer.status(), answer.status());
    }

    private static boolean mayPass(Throwable error) {
      return !(error instanceof ReadRefused refused)
          || refused.status() == 429
          || refused.status() >= 500;
    }
  }

  private Future<Void> after(Duration time) {
    if (time.isZero() || time.isNegative()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    stores.vertx().setTimer(Math.max(1, time.toMillis()), timer -> promise.complete());
    return promise.future();
  }
}
