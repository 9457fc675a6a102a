package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.CorrectionStore;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.resync.PlannedAction.Found;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;

/** What belongs to no student, and the plan as a whole: its counts, its hash, its ceiling. */
final class RestOfPlan {

  private static final int ACTIONS_TOGETHER = 1_000;
  private static final long FEWEST_FOR_A_CEILING = 50;
  private static final double SHARE_FOR_A_CEILING = 0.05;

  private final Database database;
  private final RunStores stores;
  private final RunStepStore steps;
  private final ActionStore actions;

  RestOfPlan(RunStores stores) {
    this.stores = stores;
    this.database = stores.database();
    this.steps = stores.steps();
    this.actions = stores.actions();
  }

  /** Completes the plan of a run whose students have been compared. */
  Future<Void> finish(ResyncRun run, ResyncSubject subject, OdsPages pages) {
    Set<ResourceName> resources = subject.resources(run.scope());
    return compareShared(run, subject, resources)
        .compose(
            unchanged ->
                strays(run, subject, resources)
                    .compose(planned -> new DependentPass(stores, run, subject, pages).report())
                    .compose(planned -> stores.reload(run))
                    .compose(now -> seal(now, unchanged)));
  }

  /** How many shared records are in order. */
  private Future<Long> compareShared(
      ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    Set<ResourceName> sharedOnes = subject.ownedByStudents(resources, false);
    Future<List<IdentityMapping>> mapped =
        new CorrectionStore().shared(database, run.connection(), sharedOnes);
    Future<Map<ResourceRef, List<SharedStore.Wanted>>> wanted =
        stores.shared().all(database, run.id());
    return Future.all(mapped, wanted)
        .compose(
            both -> {
              Set<ResourceRef> records = new HashSet<>(wanted.result().keySet());
              mapped.result().forEach(each -> records.add(each.record()));
              return stores.found().of(database, run.id(), records);
            })
        .compose(
            ods -> {
              SharedComparison comparison =
                  new SharedComparison(
                      mapped.result(),
                      ods,
                      run.scope().allSchools(),
                      run.count(Comparison.UNDECIDED) == 0);
              List<PlannedAction> planned =
                  comparison.compare(wanted.result(), ref -> subject.definition(ref.resource()));
              // What a run that was killed here had planned already is planned anew.
              return database.inTransaction(
                  tx ->
                      steps
                          .hold(tx, run.id(), RunState.COMPARING)
                          .compose(held -> actions.dropOfNobody(tx, run.id()))
                          .compose(dropped -> actions.add(tx, run.id(), planned))
                          .map(comparison.unchanged()));
            });
  }

  private Future<Void> strays(ResyncRun run, ResyncSubject subject, Set<ResourceName> resources) {
    Set<ResourceName> deletable = new HashSet<>();
    for (ResourceName each : resources) {
      ResourceDefinition definition = subject.definition(each);
      boolean may =
          definition.ownedByStudents()
              ? definition.deletes() == ResourceDefinition.Deletes.WHEN_NOT_DESIRED
              : definition.deletes() != ResourceDefinition.Deletes.NEVER
                  && run.scope().allSchools()
                  && run.count(Comparison.UNDECIDED) == 0;
      if (may) {
        deletable.add(each);
      }
    }
    return stores
        .shared()
        .organizations(database, run.id(), run.connection(), subject.organizationPaths(deletable))
        .compose(own -> strays(run, subject, deletable, own));
  }

  private Future<Void> strays(
      ResyncRun run, ResyncSubject subject, Set<ResourceName> deletable, List<String> own) {
    boolean everywhere = !run.scope().isLimited();
    return Steps.<FoundRecord>throughPages(
        last ->
            stores
                .found()
                .strays(
                    database,
                    run,
                    deletable,
                    own,
                    everywhere,
                    last == null ? null : last.record(),
                    ACTIONS_TOGETHER),
        strays -> {
          List<PlannedAction> planned = new ArrayList<>();
          for (FoundRecord each : strays) {
            planned.add(stray(each, subject.definition(each.record().resource())));
          }
          return database.inTransaction(tx -> actions.add(tx, run.id(), planned));
        });
  }

  private static PlannedAction stray(FoundRecord found, ResourceDefinition definition) {
    return new PlannedAction(
        definition.ownedByStudents() ? Phase.STRAYS : Phase.SHARED_DELETES,
        Kind.DELETE,
        found.record(),
        null,
        "",
        "in the ODS, in neither Campus nor the identity mapping",
        null,
        List.of(),
        List.of(),
        List.of(),
        true,
        new Found(found.body(), found.id()),
        Upon.NOTHING);
  }

  /** Counts a complete plan, and gives it its hash and its ceiling. */
  Future<Void> seal(ResyncRun run, long unchanged) {
    PlanHash hash = new PlanHash();
    Map<String, Long> counts = new HashMap<>(withoutActions(run));
    if (unchanged > 0) {
      counts.merge(Comparison.UNCHANGED, unchanged, Long::sum);
    }
    return actions
        .each(
            database,
            run.id(),
            action -> {
              counts.merge(action.kind().name(), 1L, Long::sum);
              hash.add(PlanFile.line(action));
            })
        .compose(
            whole ->
                stores
                    .figures()
                    .deletes(database, run)
                    .compose(
                        deletes ->
                            database.inTransaction(
                                tx ->
                                    steps.planned(
                                        tx, run.id(), counts, hash.end(), tooMany(deletes, run)))));
  }

  private static Map<String, Long> withoutActions(ResyncRun run) {
    Map<String, Long> counts = new HashMap<>(run.counts());
    for (Kind each : Kind.values()) {
      counts.remove(each.name());
    }
    return counts;
  }

  private static @Nullable String tooMany(PlanFigureStore.Deletes deletes, ResyncRun run) {
    long ceiling =
        run.mostDeletes()
            .orElse(Math.max(FEWEST_FOR_A_CEILING, (long) (deletes.sent() * SHARE_FOR_A_CEILING)));
    return deletes.planned() <= ceiling
        ? null
        : "it deletes "
            + deletes.planned()
            + " of "
            + deletes.sent()
            + " records that were sent, more than the ceiling of "
            + ceiling
            + "; look at the plan, and allow that many deletes for it if they are right";
  }
}
