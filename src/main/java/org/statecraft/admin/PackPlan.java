package org.statecraft.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.db.Database;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.preview.Preview;
import org.statecraft.preview.Previewer;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.RuleSet;

/** What an edited pack would do to connections, beside the one in force. Blocking. */
public final class PackPlan {

  private final Database database;
  private final Waiting waiting;

  public PackPlan(Database database, Waiting waiting) {
    this.database = database;
    this.waiting = waiting;
  }

  /**
   * Decides all students of the connections by both.
   *
   * @param kept the pack in force
   * @param edited compiled, with the schemas it was compiled with
   * @param progress of a connection is told how many of how many students are done
   */
  public List<Preview> preview(
      KeptPack kept,
      RuleSet edited,
      ResourceSchemas schemas,
      List<Connection> connections,
      Function<Connection, BiConsumer<Long, Long>> progress) {
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Preview> previews = new ArrayList<>();
      for (Connection each : connections) {
        RuleSet inForce = RuleSet.compile(kept.pack(), kept.schemas(), each.dataStandard());
        RuleSet coming = edited.forStandard(schemas, each.dataStandard());
        Previewer previewer = new Previewer(database, workers, progress.apply(each));
        previews.add(
            waiting.await(
                new PreferenceStore()
                    .inForce(database, each.name())
                    .compose(
                        preferences -> previewer.preview(each, inForce, coming, preferences))));
      }
      return previews;
    } finally {
      workers.shutdownNow();
    }
  }
}
