package org.statecraft.reload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFiles;

/** Settles what each pack decides by when a server starts. */
final class FirstLook {

  private final LivePacks packs;
  private final PackReload reload;

  FirstLook(LivePacks packs, PackReload reload) {
    this.packs = packs;
    this.reload = reload;
  }

  void settle(PackFiles files, Map<String, List<Problem>> failed) throws InterruptedException {
    Problems hopeless = new Problems();
    for (String pack : reload.used()) {
      PackReload.OnDisk disk = reload.onDisk(pack, files);
      List<Revision> known = packs.known(pack);
      Optional<Revision> live = LivePacks.live(known);
      List<Problem> problems = failed.getOrDefault(pack, List.of());
      if (!problems.isEmpty()) {
        goBack(disk, live, problems, hopeless);
      } else {
        settle(disk, live, known);
      }
    }
    hopeless.throwIfAny();
  }

  private void goBack(
      PackReload.OnDisk disk, Optional<Revision> live, List<Problem> problems, Problems hopeless) {
    if (live.isEmpty()) {
      hopeless.addAll(problems);
      return;
    }
    try {
      packs.restore(live.get());
      reload.refuse(disk, problems.stream().map(Problem::toString).toList());
    } catch (InvalidFiles e) {
      // A newer program may not take the old files; then neither is of use.
      hopeless.addAll(problems);
    }
  }

  /**
   * The files compile. Unless their cases were run before, they must stand in for the last ones.
   */
  private void settle(PackReload.OnDisk disk, Optional<Revision> live, List<Revision> known)
      throws InterruptedException {
    String revision = packs.revision(disk.pack()).orElse("");
    Optional<Revision> withdrawn = LivePacks.withdrawn(known, revision);
    Optional<Integer> cases = packs.tested(disk.content(), disk.pack());
    boolean same = live.isEmpty() || live.get().revision().equals(revision);
    if (withdrawn.isPresent() && live.isPresent()) {
      packs.restore(live.get());
      reload.refuse(disk, List.of(PackReload.words(withdrawn.get())));
    } else if (same || cases.isPresent()) {
      packs.note(reload.coming(disk), disk.content(), cases);
      if (cases.isPresent()) {
        reload.isConsidered(disk.pack(), disk.content());
      }
      if (!same) {
        reload.seeToStudents(disk.pack());
      }
    } else if (!reload.settles(disk)) {
      packs.restore(live.get());
    }
  }
}
