package org.statecraft.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.PathsConfig;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.reload.KeptPack;
import org.statecraft.reload.PackSource;
import org.statecraft.rules.RuleSets;

/**
 * The packs the connections use, read and compiled, with the schemas and the catalogue.
 *
 * @param files what they were made from
 * @param failed what is wrong with packs that have no rule set, by name
 */
record Rules(
    RuleSets ruleSets,
    CurrentCatalogue catalogue,
    ResourceSchemas schemas,
    PackFiles files,
    Map<String, List<Problem>> failed) {

  /** Files that never come to rest are taken as they are; the first look at them comes soon. */
  private static final int MOST_READINGS = 3;

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
    // A pack has a rule set per data standard; what is said of it is the same.
    return ruleSets.all().stream()
        .flatMap(rules -> rules.pack().warnings().stream())
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
    try {
      PackFiles before = files(paths);
      for (int reading = 1; true; reading++) {
        Rules rules = read(paths, files, before);
        PackFiles after = files(paths);
        if (after.equals(before) || reading == MOST_READINGS) {
          return rules;
        }
        before = after;
      }
    } catch (IOException e) {
      throw new StartFailure("the packs cannot be read: " + e.getMessage(), e);
    }
  }

  private static Rules read(PathsConfig paths, List<ConnectionFile> files, PackFiles read) {
    PackReader reader = reader(paths);
    Problems ofSchemas = new Problems();
    ResourceSchemas schemas =
        ResourceSchemas.load(source(paths).rules().resolve("schema"), ofSchemas);
    RuleSets ruleSets = new RuleSets(reader, schemas);
    List<Connection> connections = files.stream().map(ConnectionFile::connection).toList();
    Map<String, List<Problem>> failed = new TreeMap<>(ruleSets.loadWhatIsWell(connections));
    if (!ofSchemas.isEmpty()) {
      connections.forEach(each -> failed.put(each.pack(), ofSchemas.list()));
    }
    return new Rules(ruleSets, catalogue(reader, ruleSets), schemas, read, failed);
  }

  /** Of all packs there are; of those in use alone, if another one cannot be read. */
  private static CurrentCatalogue catalogue(PackReader reader, RuleSets ruleSets) {
    try {
      return new CurrentCatalogue(reader.catalogue());
    } catch (InvalidFiles e) {
      CurrentCatalogue catalogue = new CurrentCatalogue();
      Problems problems = new Problems();
      ruleSets.all().forEach(each -> catalogue.grow(each.pack().catalogue(), problems));
      problems.throwIfAny();
      return catalogue;
    }
  }

  /**
   * Checks the preferences that connection files bring along.
   *
   * @throws InvalidFiles when one does not fit its pack
   */
  void checkSeeds(List<ConnectionFile> files) {
    Problems problems = new Problems();
    files.forEach(file -> file.seed().check(ruleSets.of(file.connection()).pack(), problems));
    problems.throwIfAny();
  }

  /** The folders of the packs. */
  static PackSource source(PathsConfig paths) {
    return new PackSource(
        BundledFolder.orPackaged(paths.rules(), "rules"),
        BundledFolder.orPackaged(paths.descriptors(), "descriptors"));
  }

  private static PackFiles files(PathsConfig paths) throws IOException {
    PackSource source = source(paths);
    return PackFiles.read(source.rules(), source.descriptors());
  }

  /** Reads packs without compiling them. */
  static PackReader reader(PathsConfig paths) {
    PackSource source = source(paths);
    return new PackReader(source.rules(), source.descriptors());
  }

  /** A pack as it stands on disk, with the schemas. */
  static KeptPack onDisk(String pack, PathsConfig paths) {
    return new KeptPack(reader(paths).read(pack), schemas(paths));
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
