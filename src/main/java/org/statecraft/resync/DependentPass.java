package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.statecraft.db.Steps;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;
import org.statecraft.resync.ResyncRun.AppliedTo;

/**
 * Asks the API which records refer to the shared ones that a plan deletes, by the cascades of their
 * pages, and reports those that the plan leaves behind: of others, or ours and kept. The API
 * refuses the DELETE while they are there.
 */
final class DependentPass {

  private static final AppliedTo BEFORE_DELETES =
      new AppliedTo(Phase.SHARED_DELETES.ordinal() - 1, Long.MAX_VALUE);
  private static final int TOGETHER = 100;
  private static final int NO_SUCH_RESOURCE = 404;

  private final RunStores stores;
  private final ResyncRun run;
  private final ResyncSubject subject;
  private final OdsPages pages;
  private final DependentStore dependents = new DependentStore();

  DependentPass(RunStores stores, ResyncRun run, ResyncSubject subject, OdsPages pages) {
    this.stores = stores;
    this.run = run;
    this.subject = subject;
    this.pages = pages;
  }

  /** Adds the reports to the plan, whose deletes must be in it. */
  Future<Void> report() {
    return stores
        .actions()
        .through(stores.database(), run.id(), BEFORE_DELETES, TOGETHER, this::dependentsOf);
  }

  private Future<Void> dependentsOf(List<ActionStore.Placed> page) {
    Future<Void> reported = Future.succeededFuture();
    for (ActionStore.Placed each : page) {
      if (each.action().kind() == Kind.DELETE) {
        reported = reported.compose(done -> dependentsOf(each.action().record()));
      }
    }
    return reported;
  }

  private Future<Void> dependentsOf(ResourceRef going) {
    Future<Void> reported = Future.succeededFuture();
    for (ResourceName each : subject.cascades(going.resource())) {
      Optional<DependentWay> way = subject.dependentWay(each, going.resource());
      if (way.isPresent()) {
        reported =
            reported.compose(
                done ->
                    all(way.get(), going)
                        .recover(
                            error ->
                                error instanceof ReadRefused refused
                                    ? untold(each, going, refused)
                                    : Future.failedFuture(error)));
      }
    }
    return reported;
  }

  private Future<Void> all(DependentWay way, ResourceRef going) {
    AtomicLong offset = new AtomicLong();
    return Steps.whileTrue(
        () -> {
          Map<String, String> query = way.query(going.key());
          query.put("offset", Long.toString(offset.getAndAdd(OdsPages.SIZE)));
          query.put("limit", Integer.toString(OdsPages.SIZE));
          return pages
              .page(way.schema().path(), query)
              .compose(answer -> stores.onWorker(() -> way.reader().read(answer.body())))
              .compose(page -> keep(page).map(page.size() == OdsPages.SIZE));
        });
  }

  private Future<Void> keep(List<FoundRecord> page) {
    return stores
        .database()
        .inTransaction(
            tx ->
                dependents
                    .left(tx, run, page)
                    .compose(left -> stores.actions().add(tx, run.id(), reports(page, left))));
  }

  private static List<PlannedAction> reports(List<FoundRecord> page, Map<UUID, Boolean> left) {
    List<PlannedAction> reports = new ArrayList<>();
    for (FoundRecord each : page) {
      Boolean ours = left.get(each.record().key().hash());
      if (ours != null) {
        reports.add(
            report(
                each.record(),
                ours
                    ? "ours and kept, refers to a record that is deleted"
                    : "not ours, refers to a record that is deleted"));
      }
    }
    return reports;
  }

  /** A resource the API does not have refers to nothing. */
  private Future<Void> untold(ResourceName dependent, ResourceRef going, ReadRefused refused) {
    return refused.status() == NO_SUCH_RESOURCE
        ? Future.succeededFuture()
        : stores
            .database()
            .inTransaction(
                tx ->
                    stores
                        .actions()
                        .add(
                            tx,
                            run.id(),
                            List.of(
                                report(
                                    going,
                                    "the API does not tell which "
                                        + dependent
                                        + " refer to it ("
                                        + refused.status()
                                        + ")"))));
  }

  private static PlannedAction report(ResourceRef record, String reason) {
    return new PlannedAction(
        Phase.SHARED_DELETES,
        Kind.REPORT,
        record,
        null,
        "",
        reason,
        null,
        List.of(),
        List.of(),
        List.of(),
        false,
        null,
        Upon.NOTHING);
  }
}
