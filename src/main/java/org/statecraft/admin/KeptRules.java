package org.statecraft.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.statecraft.db.Database;
import org.statecraft.reload.KeptPack;
import org.statecraft.reload.Revision;
import org.statecraft.reload.RevisionStore;

/** Finds the pack that decided, or decides: in the database, or in the folders of a new server. */
public final class KeptRules {

  private final Database database;
  private final Waiting waiting;
  private final RevisionStore revisions = new RevisionStore();

  public KeptRules(Database database, Waiting waiting) {
    this.database = database;
    this.waiting = waiting;
  }

  /**
   * A pack by the beginning of a revision, or the one in force. Blocking.
   *
   * @param onDisk gives the pack if none of it was in force yet
   * @throws NotThere when it cannot be told which revision is meant
   */
  public KeptPack find(String pack, Optional<String> revision, Supplier<KeptPack> onDisk) {
    List<Revision> known = waiting.await(revisions.list(database, List.of(pack)));
    List<Revision> meant =
        known.stream()
            .filter(
                each ->
                    revision
                        .map(begin -> each.revision().startsWith(begin))
                        .orElse(each.state() == Revision.State.LIVE))
            .toList();
    if (meant.size() == 1) {
      return KeptPack.read(
          pack, waiting.await(revisions.files(database, pack, meant.get(0).revision())));
    }
    if (revision.isPresent()) {
      throw new NotThere(
          "there are "
              + meant.size()
              + " revisions of "
              + pack
              + " that begin with '"
              + revision.get()
              + "'; 'statecraft packs' shows all");
    }
    return onDisk.get();
  }
}
