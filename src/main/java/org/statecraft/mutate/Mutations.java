package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.statecraft.cases.RuleCase;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.RuleSet;

/** Makes every mutant of a pack and tries it. Blocking; takes minutes for a large pack. */
public final class Mutations {

  private final PackReader reader;
  private final ResourceSchemas schemas;

  public Mutations(PackReader reader, ResourceSchemas schemas) {
    this.reader = reader;
    this.schemas = schemas;
  }

  /** Told after every mutant, by any thread. */
  @FunctionalInterface
  public interface Progress {

    /**
     * @param done mutants tried so far
     * @param survived how many of them nobody noticed and no reason covers
     */
    void at(int done, int all, int survived);
  }

  /**
   * Tries the mutants of a pack.
   *
   * @param threads how many try mutants at once
   * @throws org.statecraft.config.InvalidFiles when the pack or a case of it is not right as it is
   * @throws InterruptedException when the calling thread is interrupted; nothing goes on then
   */
  public MutationReport run(String name, Selection selection, int threads, Progress progress)
      throws InterruptedException {
    RulePack pack = reader.read(name);
    RuleSet rules = RuleSet.compile(pack, schemas, pack.dataStandard());
    CaseUses uses = CaseUses.of(pack, rules, schemas);
    Problems problems = new Problems();
    EquivalentMutants equivalent = EquivalentMutants.read(pack, problems);
    problems.throwIfAny();
    Optional<RulePack> below =
        pack.lineage().size() > 1
            ? Optional.of(reader.read(pack.lineage().get(1)))
            : Optional.empty();
    List<Mutant> all = new PackMutants(pack, rules, below).list();
    List<Mutant> selected = all.stream().filter(selection::has).toList();
    List<Outcome> outcomes =
        new Try(pack, uses, equivalent, selected, progress).run(Math.max(1, threads));
    equivalent.check(all, outcomes, problems);
    return new MutationReport(name, uses.list().size(), outcomes, problems.list());
  }

  /** The mutants of one pack, shared out among threads. */
  private final class Try {

    private final RulePack pack;
    private final CaseUses uses;
    private final EquivalentMutants equivalent;
    private final ConcurrentLinkedQueue<Mutant> waiting;
    private final int all;
    private final Progress progress;
    private final ConcurrentHashMap<String, RuleCase> killers = new ConcurrentHashMap<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger survived = new AtomicInteger();

    Try(
        RulePack pack,
        CaseUses uses,
        EquivalentMutants equivalent,
        List<Mutant> mutants,
        Progress progress) {
      this.pack = pack;
      this.uses = uses;
      this.equivalent = equivalent;
      this.waiting = new ConcurrentLinkedQueue<>(mutants);
      this.all = mutants.size();
      this.progress = progress;
    }

    List<Outcome> run(int threads) throws InterruptedException {
      ExecutorService workers = Executors.newFixedThreadPool(threads);
      try {
        List<Future<List<Outcome>>> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, Math.max(1, all)); i++) {
          parts.add(workers.submit(work()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<List<Outcome>> each : parts) {
          outcomes.addAll(each.get());
        }
        return outcomes;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException known
            ? known
            : new IllegalStateException("a mutant could not be tried", e.getCause());
      } finally {
        workers.shutdownNow();
      }
    }

    private Callable<List<Outcome>> work() {
      return () -> workThrough(new MutantRunner(reader, schemas, pack, uses, killers));
    }

    private List<Outcome> workThrough(MutantRunner runner) {
      List<Outcome> outcomes = new ArrayList<>();
      Mutant next = waiting.poll();
      while (next != null && !Thread.currentThread().isInterrupted()) {
        Outcome outcome = withReason(runner.run(next));
        if (outcome.verdict() == Outcome.Verdict.SURVIVED) {
          survived.incrementAndGet();
        }
        outcomes.add(outcome);
        progress.at(done.incrementAndGet(), all, survived.get());
        next = waiting.poll();
      }
      return outcomes;
    }

    private Outcome withReason(Outcome outcome) {
      EquivalentMutants.Entry entry = equivalent.entries().get(outcome.mutant().identity());
      return outcome.verdict() == Outcome.Verdict.SURVIVED && entry != null
          ? new Outcome(
              outcome.mutant(),
              Outcome.Verdict.EQUIVALENT,
              entry.reason(),
              outcome.cases(),
              outcome.near())
          : outcome;
    }
  }
}
