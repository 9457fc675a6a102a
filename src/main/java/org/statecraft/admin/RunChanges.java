package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.ResyncScope;
import org.statecraft.resync.RunState;

/** Runs of resync and of the delete tool as changes of the audit log. */
public final class RunChanges {

  private RunChanges() {}

  /**
   * What a run is to look at, and what a person allows it.
   *
   * @param allowedDeletes empty for the usual ceiling
   */
  public record Asked(ConnectionName connection, ResyncScope scope, Optional<Long> allowedDeletes) {

    private JsonNode json() {
      ObjectNode json = (ObjectNode) CanonicalJson.read(scope.json());
      return json.put("allowedDeletes", allowedDeletes.orElse(null));
    }
  }

  /** Compares and plans. */
  public static AuditedChange<ResyncRun> planningResync(
      Asked asked, Supplier<Future<ResyncRun>> work) {
    return planning("planResync", asked, asked.json(), work);
  }

  /**
   * Plans to delete.
   *
   * @param tombstone whether what is deleted is to stay away
   */
  public static AuditedChange<ResyncRun> planningDelete(
      Asked asked, boolean tombstone, Supplier<Future<ResyncRun>> work) {
    return planning(
        "planDelete", asked, ((ObjectNode) asked.json()).put("tombstone", tombstone), work);
  }

  private static AuditedChange<ResyncRun> planning(
      String action, Asked asked, JsonNode json, Supplier<Future<ResyncRun>> work) {
    return new AuditedChange<>(
        new About(action, Optional.of(asked.connection()), json),
        () -> work.get().map(run -> Made.of(run, RunJson.of(run))));
  }

  /**
   * Does the plan of a run.
   *
   * @param allowedDeletes empty for the ceiling it was planned with
   */
  public static AuditedChange<ResyncRun> applying(
      ResyncRun run, Optional<Long> allowedDeletes, Supplier<Future<ResyncRun>> work) {
    return new AuditedChange<>(
        new About(
            "applyRun",
            Optional.of(run.connection()),
            JsonNodeFactory.instance
                .objectNode()
                .put("run", run.id())
                .put("hash", run.planHash().orElse(null))
                .put("allowedDeletes", allowedDeletes.orElse(null))),
        () -> Future.succeededFuture(RunJson.of(run)),
        () ->
            work.get()
                .map(
                    done ->
                        new Made<>(
                            done,
                            done.problem().isPresent() || done.state() == RunState.REFUSED,
                            RunJson.of(done))));
  }
}
