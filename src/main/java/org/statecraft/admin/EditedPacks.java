package org.statecraft.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.statecraft.cases.PackCheck;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;

/** The packs of a folder as they stand there now, checked side by side. */
public final class EditedPacks {

  private final PackReader reader;
  private final ResourceSchemas schemas;
  private final Problems ofSchemas = new Problems();

  /** The packs of folders that are there. */
  public EditedPacks(Path rules, Path descriptors) {
    this.reader = new PackReader(rules, descriptors);
    this.schemas = ResourceSchemas.load(rules.resolve("schema"), ofSchemas);
  }

  /** A pack, and what is wrong with it. */
  public record Result(String name, Optional<PackCheck.Checked> checked, Problems problems) {}

  /** Of the resources. */
  public ResourceSchemas schemas() {
    return schemas;
  }

  /** What is wrong with the schemas, which all packs share. */
  public Problems problemsOfSchemas() {
    return ofSchemas;
  }

  /** The packs asked for, or all. */
  public List<String> names(List<String> asked) {
    return asked.isEmpty() ? reader.names() : asked;
  }

  /** Says which name is none; empty if all are. */
  public Optional<String> unknown(List<String> asked) {
    List<String> known = reader.names();
    return asked.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "there is no pack '" + name + "'" + DidYouMean.hint(name, known));
  }

  /**
   * What is wrong with packs, told once: what is wrong with one is wrong with those on top of it.
   */
  public Problems problems(List<Result> results) {
    Problems all = new Problems();
    all.take(ofSchemas);
    results.forEach(each -> all.take(each.problems()));
    return all;
  }

  /** Checks packs, as many at once as there are processors. */
  public List<Result> check(List<String> names) throws InterruptedException {
    PackCheck check = new PackCheck(reader, schemas);
    int threads = Math.min(names.size(), Runtime.getRuntime().availableProcessors());
    ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      List<Future<Result>> running = new ArrayList<>();
      for (String name : names) {
        running.add(
            workers.submit(
                () -> {
                  Problems problems = new Problems();
                  return new Result(name, check.check(name, problems), problems);
                }));
      }
      List<Result> results = new ArrayList<>();
      for (Future<Result> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("a pack cannot be checked", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
