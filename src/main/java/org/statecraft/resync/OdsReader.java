package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;
import org.statecraft.edfi.OdsId;
import org.statecraft.packs.ResourceSchema;

/**
 * Reads all records of a resource from the ODS into a run, page by page. By token where the API has
 * them: records that come and go meanwhile move no other. By offset otherwise, and pages overlap:
 * where records go while it reads, those behind move forward, and the overlap shows it. A page that
 * does not join the one before is read again from further ahead. What is read twice counts once.
 */
final class OdsReader {

  private static final int OVERLAP = 5;
  private static final int TOKEN_UNKNOWN = 400;

  private final RunStores stores;
  private final Database database;
  private final OdsPages pages;
  private final RunStepStore steps;
  private final FoundStore found;
  private final RunProgress progress;

  OdsReader(RunStores stores, OdsPages pages, RunProgress progress) {
    this.stores = stores;
    this.database = stores.database();
    this.steps = stores.steps();
    this.found = stores.found();
    this.pages = pages;
    this.progress = progress;
  }

  /** Reads on from where the run stopped. */
  Future<Void> read(ResyncRun run, ResourceSchema schema, FoundReader reader) {
    String name = schema.resource().value();
    long from = run.readTo().getOrDefault(name, 0L);
    String token = run.readTokens().get(name);
    if (from == ResyncRun.READ) {
      return Future.succeededFuture();
    }
    OneResource resource = new OneResource(run, schema, reader);
    if (token != null) {
      return resource.behind(token, from);
    }
    return from > 0
        ? resource.from(Math.max(0, from - OdsPages.SIZE))
        : resource.fromItsBeginning();
  }

  /** The reading of one resource. */
  private final class OneResource {

    private final ResyncRun run;
    private final ResourceSchema schema;
    private final FoundReader reader;
    private @Nullable String token;
    private long records;
    private long offset;
    private Set<OdsId> last = Set.of();
    private int stepsBack;

    OneResource(ResyncRun run, ResourceSchema schema, FoundReader reader) {
      this.run = run;
      this.schema = schema;
      this.reader = reader;
    }

    Future<Void> fromItsBeginning() {
      return pages
          .tokens(schema.path())
          .compose(
              tokens -> {
                if (tokens.isEmpty()) {
                  return from(0);
                }
                return tokens.get().isEmpty()
                    ? keep(List.of(), ResyncRun.READ, null)
                    : byToken(tokens.get().get(0), 0);
              });
    }

    /** Goes on; a token that the API knows no more is as good as none. */
    Future<Void> behind(String token, long records) {
      return byToken(token, records)
          .recover(
              error ->
                  error instanceof ReadRefused refused && refused.status() == TOKEN_UNKNOWN
                      ? fromItsBeginning()
                      : Future.failedFuture(error));
    }

    private Future<Void> byToken(String first, long before) {
      token = first;
      records = before;
      return Steps.whileTrue(this::nextByToken);
    }

    private Future<Boolean> nextByToken() {
      return pages
          .page(
              schema.path(),
              Map.of(
                  "pageToken", String.valueOf(token), "pageSize", Integer.toString(OdsPages.SIZE)))
          .compose(
              answer ->
                  stores
                      .onWorker(() -> reader.read(answer.body()))
                      .compose(page -> byToken(page, answer.nextPage().orElse(null))));
    }

    private Future<Boolean> byToken(List<FoundRecord> page, @Nullable String next) {
      token = next;
      records += page.size();
      return keep(page, next == null ? ResyncRun.READ : records, next)
          .map(
              kept -> {
                progress.read(schema.resource(), records);
                return next != null;
              });
    }

    private Future<Void> keep(List<FoundRecord> page, long readTo, @Nullable String token) {
      return database.inTransaction(
          tx ->
              found
                  .add(tx, run.id(), schema.resource(), page)
                  .compose(added -> steps.readTo(tx, run, schema.resource(), readTo, token)));
    }

    Future<Void> from(long first) {
      offset = first;
      return Steps.whileTrue(this::nextByOffset);
    }

    private Future<Boolean> nextByOffset() {
      Map<String, String> query = new HashMap<>();
      query.put("offset", Long.toString(offset));
      query.put("limit", Integer.toString(OdsPages.SIZE));
      return pages
          .page(schema.path(), query)
          .compose(answer -> stores.onWorker(() -> reader.read(answer.body())))
          .compose(this::byOffset);
    }

    private Future<Boolean> byOffset(List<FoundRecord> page) {
      if (!joins(page) && offset > 0 && stepsBack < OdsPages.MOST_ATTEMPTS) {
        stepsBack++;
        last = Set.of();
        offset = Math.max(0, offset - (long) OdsPages.SIZE * stepsBack);
        return Future.succeededFuture(true);
      }
      stepsBack = 0;
      boolean end = page.size() < OdsPages.SIZE;
      long read = offset + page.size();
      offset += OdsPages.SIZE - OVERLAP;
      last = ids(page);
      return keep(page, end ? ResyncRun.READ : offset, null)
          .map(
              kept -> {
                progress.read(schema.resource(), read);
                return !end;
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
  }
}
