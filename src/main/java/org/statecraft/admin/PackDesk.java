package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.db.Database;
import org.statecraft.reload.Refusal;
import org.statecraft.reload.RefusalStore;
import org.statecraft.reload.Revision;
import org.statecraft.reload.RevisionStore;

/** The revisions of packs, and putting one back. */
public final class PackDesk {

  private final Database database;
  private final InstantSource clock;
  private final RevisionStore revisions = new RevisionStore();
  private final RefusalStore refusals = new RefusalStore();

  public PackDesk(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What became of putting a revision back. */
  public enum Result {
    /** No revision begins so. */
    UNKNOWN,
    /** More than one does. */
    AMBIGUOUS,
    /** It is in force already. */
    IN_FORCE,
    /** It comes into force in all processes within seconds. */
    PUT_BACK
  }

  /**
   * @param revision that was meant; empty if it cannot be told which
   */
  public record RollBack(Result result, Optional<Revision> revision) {}

  /** The revisions of packs, the last in force first; of all packs if none is named. */
  public Future<List<Revision>> revisions(Collection<String> packs) {
    return revisions.list(database, packs);
  }

  /** The packs whose files on disk are not in force; of all packs if none is named. */
  public Future<List<Refusal>> refused(Collection<String> packs) {
    return refusals
        .list(database)
        .map(
            all ->
                all.stream()
                    .filter(each -> packs.isEmpty() || packs.contains(each.pack()))
                    .toList());
  }

  /**
   * Puts an earlier revision back in force.
   *
   * @param begin of its name, enough to tell it from others
   */
  public AuditedChange<RollBack> rollingBack(String pack, String begin, String by, String reason) {
    return new AuditedChange<>(
        new About(
            "rollBackPack",
            Optional.empty(),
            JsonNodeFactory.instance
                .objectNode()
                .put("pack", pack)
                .put("revision", begin)
                .put("reason", reason)),
        () -> live(pack),
        () ->
            rollBack(pack, begin, by, reason)
                .compose(
                    done ->
                        live(pack).map(now -> new Made<>(done, done.revision().isEmpty(), now))));
  }

  private Future<JsonNode> live(String pack) {
    return revisions(List.of(pack))
        .map(
            all ->
                all.stream()
                    .filter(each -> each.state() == Revision.State.LIVE)
                    .findFirst()
                    .<JsonNode>map(each -> TextNode.valueOf(each.revision()))
                    .orElse(NullNode.instance));
  }

  private Future<RollBack> rollBack(String pack, String begin, String by, String reason) {
    return revisions(List.of(pack))
        .compose(
            known -> {
              List<Revision> meant =
                  known.stream().filter(each -> each.revision().startsWith(begin)).toList();
              return meant.size() == 1 && !begin.isEmpty()
                  ? putBack(meant.get(0), by, reason)
                  : Future.succeededFuture(
                      new RollBack(
                          meant.isEmpty() ? Result.UNKNOWN : Result.AMBIGUOUS, Optional.empty()));
            });
  }

  private Future<RollBack> putBack(Revision revision, String by, String reason) {
    return database
        .inTransaction(
            tx ->
                revisions.putBack(
                    tx, revision.pack(), revision.revision(), by, reason, clock.instant()))
        .map(
            moved ->
                new RollBack(moved ? Result.PUT_BACK : Result.IN_FORCE, Optional.of(revision)));
  }
}
