package org.statecraft.reload;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.cases.AnswerReader;
import org.statecraft.config.Problem;
import org.statecraft.config.ReloadConfig;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSets;

/**
 * The packs of a server while it runs: what decides at the start, and what comes into force later.
 */
public final class Reloading {

  private final LivePacks packs;
  private final PackReload reload;
  private final ReloadConfig config;
  private final boolean isOnDisk;
  private @Nullable Runnable stop;
  private final Promise<Void> stopped = Promise.promise();

  /**
   * Where the packs come from and go to.
   *
   * @param schemas of the resources, as they were read with the rule sets
   * @param answers what delivery makes of answers, for the cases that ask
   */
  public record Scene(
      Database database,
      RuleSets ruleSets,
      CurrentCatalogue catalogue,
      ResourceSchemas schemas,
      PackSource source,
      List<Connection> connections,
      AnswerReader answers) {}

  /**
   * @param queued is told of districts with students to decide
   * @param listener is told of what becomes of changed files
   */
  public Reloading(
      Scene scene,
      ReloadConfig config,
      Consumer<District> queued,
      ReloadListener listener,
      InstantSource clock) {
    this.config = config;
    this.isOnDisk = scene.source().isOnDisk();
    this.packs =
        new LivePacks(
            scene.database(), scene.ruleSets(), scene.catalogue(), scene.schemas(), clock);
    this.reload =
        new PackReload(
            packs,
            scene.source(),
            scene.connections(),
            new Affected(scene.database(), config.reload(), clock, queued),
            scene.answers(),
            config.timeLimit(),
            listener,
            clock);
  }

  /**
   * Settles what decides from the start on; blocking. Files that are not well give way to the last
   * revision that was, as far as there is one.
   *
   * @param files from which the rule sets were made
   * @param failed what is wrong with packs, by name
   * @throws org.statecraft.config.InvalidFiles with what is wrong with packs that have no revision
   *     to go back to
   */
  public void begin(PackFiles files, Map<String, List<Problem>> failed)
      throws InterruptedException {
    new FirstLook(packs, reload).settle(files, failed);
  }

  /** Begins to look at the files again and again. */
  public void start() {
    boolean atFiles = config.reload() != ReloadConfig.Mode.OFF && isOnDisk;
    stop = new RepeatedLook(reload, atFiles).start(config.poll(), stopped);
  }

  /** Looks no more. What is in force stays. */
  public Future<Void> stop() {
    Runnable known = stop;
    if (known == null) {
      return Future.succeededFuture();
    }
    known.run();
    return stopped.future();
  }

  /** What is known of each pack in use, by name. */
  public Map<String, PackState> states() {
    return packs.states();
  }

  /** The schemas of all resources that the packs in force send. */
  public ResourceSchemas schemas() {
    return packs.schemas();
  }

  /** Which files are not in force, for people; empty if all are. They stop nothing. */
  public String outOfForce() {
    String names =
        states().values().stream()
            .filter(each -> !each.isAsOnDisk())
            .map(PackState::pack)
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? ""
        : "the files of " + names + " are not in force; 'statecraft packs' says why";
  }
}
