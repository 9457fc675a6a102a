package org.statecraft.app;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.statecraft.config.PathsConfig;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleSets;

/** The packs the connections use, read and compiled, with the schemas and the catalogue. */
record Rules(RuleSets ruleSets, FactCatalogue catalogue, ResourceSchemas schemas) {

  /** Packs on their way; compiling takes seconds and goes on beside the start of the database. */
  record Loading(FutureTask<Rules> task) {

    /**
     * Waits for the packs.
     *
     * @throws org.statecraft.config.InvalidFiles with the problems of all packs
     */
    Rules await() {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException known
            ? known
            : new StartFailure("the packs cannot be loaded", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartFailure("stopped while starting");
      }
    }
  }

  /** What should be known of the packs but stops nothing. */
  List<Problem> warnings() {
    return ruleSets.all().stream()
        .map(RuleSet::pack)
        .distinct()
        .flatMap(pack -> pack.warnings().stream())
        .distinct()
        .toList();
  }

  /** Begins to read and compile. */
  static Loading load(PathsConfig paths, List<ConnectionFile> files) {
    FutureTask<Rules> task = new FutureTask<>(() -> read(paths, files));
    Thread thread = new Thread(task, "packs");
    thread.setDaemon(true);
    thread.start();
    return new Loading(task);
  }

  private static Rules read(PathsConfig paths, List<ConnectionFile> files) {
    PackReader reader = reader(paths);
    ResourceSchemas schemas = schemas(paths);
    RuleSets ruleSets = new RuleSets(reader, schemas);
    List<Connection> connections = files.stream().map(ConnectionFile::connection).toList();
    ruleSets.load(connections);
    Problems problems = new Problems();
    files.forEach(file -> file.seed().check(ruleSets.of(file.connection()).pack(), problems));
    problems.throwIfAny();
    return new Rules(ruleSets, reader.catalogue(), schemas);
  }

  /** Reads packs without compiling them. */
  static PackReader reader(PathsConfig paths) {
    return new PackReader(
        BundledFolder.orPackaged(paths.rules(), "rules"),
        BundledFolder.orPackaged(paths.descriptors(), "descriptors"));
  }

  /** The schemas alone, for a sandbox. */
  static ResourceSchemas schemas(PathsConfig paths) {
    Problems problems = new Problems();
    Path rules = BundledFolder.orPackaged(paths.rules(), "rules");
    ResourceSchemas schemas = ResourceSchemas.load(rules.resolve("schema"), problems);
    problems.throwIfAny();
    return schemas;
  }
}
