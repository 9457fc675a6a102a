package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Steps;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.SchemaElement;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;
import org.statecraft.resync.SelectionStore.Selected;
import org.statecraft.resync.SelectionStore.Way;

/** Plans deletes that a person asks for: what is selected, and all of ours that refers to it. */
final class DeletePass {

  private static final int TOGETHER = 1_000;
  private static final String ASKED = "asked for by a person";
  private static final String BELOW = "refers to a record that is deleted";

  private final RunStores stores;
  private final SelectionStore selections = new SelectionStore();
  private final RestOfPlan rest;

  DeletePass(RunStores stores, RestOfPlan rest) {
    this.stores = stores;
    this.rest = rest;
  }

  /** Plans a run that was just begun. */
  Future<Void> plan(
      ResyncRun run, ResyncSubject subject, Collection<StudentId> students, OdsPages pages) {
    List<Way> ways = ways(subject);
    return all(
            run,
            subject,
            ASKED,
            () ->
                selections.selected(
                    stores.database(), run.connection(), run.id(), run.scope(), students, TOGETHER))
        .compose(
            selected ->
                all(
                    run,
                    subject,
                    BELOW,
                    () ->
                        selections.referring(
                            stores.database(), run.connection(), run.id(), ways, TOGETHER)))
        .compose(planned -> new DependentPass(stores, run, subject, pages).report())
        .compose(reported -> rest.seal(run, 0));
  }

  private interface Page {
    Future<List<Selected>> next();
  }

  /** Page by page; what is planned is not selected again. */
  private Future<Void> all(ResyncRun run, ResyncSubject subject, String reason, Page page) {
    return Steps.<Selected>throughPages(
        last -> page.next(),
        selected -> {
          List<PlannedAction> actions = new ArrayList<>();
          selected.forEach(each -> actions.add(delete(each, subject, reason)));
          return stores.database().inTransaction(tx -> stores.actions().add(tx, run.id(), actions));
        });
  }

  private static PlannedAction delete(Selected selected, ResyncSubject subject, String reason) {
    ResourceName resource = selected.mapping().record().resource();
    boolean owned =
        subject
            .rules()
            .resource(resource)
            .map(ResourceDefinition::ownedByStudents)
            .orElse(selected.student() != null);
    return new PlannedAction(
        owned ? Phase.STUDENTS : Phase.SHARED_DELETES,
        Kind.DELETE,
        selected.mapping().record(),
        selected.student(),
        "",
        reason,
        null,
        selected.mapping().sources(),
        List.of(),
        List.of(),
        false,
        null,
        Upon.of(selected.mapping()));
  }

  /** The references between resources of the pack. */
  private static List<Way> ways(ResyncSubject subject) {
    List<Way> ways = new ArrayList<>();
    for (ResourceDefinition each : subject.rules().pack().resources().values()) {
      for (SchemaElement element :
          subject.schema(each.name()).forStandard(subject.rules().standard()).values()) {
        element
            .refersTo()
            .filter(subject.rules().pack().resources()::containsKey)
            .ifPresent(target -> ways.add(new Way(each.name(), element.name(), target)));
      }
    }
    return ways;
  }
}
