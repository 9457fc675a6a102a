package org.statecraft.app;

import java.util.List;
import java.util.Optional;
import org.statecraft.config.PathsConfig;
import org.statecraft.reload.KeptPack;
import org.statecraft.reload.Revision;
import org.statecraft.reload.RevisionStore;

/** Finds the pack that decided, or decides: in the database, or in the folders of a new server. */
final class KeptRules {

  private final CommandDatabase database;
  private final RevisionStore revisions = new RevisionStore();

  KeptRules(CommandDatabase database) {
    this.database = database;
  }

  /**
   * A pack by the beginning of a revision, or the one in force. Blocking.
   *
   * @param paths where the pack stands if none of it was in force yet
   */
  KeptPack find(String pack, Optional<String> revision, PathsConfig paths) {
    List<Revision> known = database.await(revisions.list(database.database(), List.of(pack)));
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
          pack,
          database.await(revisions.files(database.database(), pack, meant.get(0).revision())));
    }
    if (revision.isPresent()) {
      throw new StartFailure(
          "there are "
              + meant.size()
              + " revisions of "
              + pack
              + " that begin with '"
              + revision.get()
              + "'; 'statecraft packs' shows all");
    }
    return new KeptPack(Rules.reader(paths).read(pack), Rules.schemas(paths));
  }
}
