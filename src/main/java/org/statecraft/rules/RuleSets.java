package org.statecraft.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;

/**
 * The rule sets in force: one per pack and data standard that some connection uses. Those of a pack
 * are put in force together; who has taken one decides on by it.
 */
public final class RuleSets {

  private record Use(String pack, DataStandard standard) {}

  private final PackReader reader;
  private final ResourceSchemas schemas;
  private final Set<Use> uses = new HashSet<>();
  private volatile Map<Use, RuleSet> current = Map.of();

  public RuleSets(PackReader reader, ResourceSchemas schemas) {
    this.reader = reader;
    this.schemas = schemas;
  }

  /**
   * Reads and compiles what the connections use. Blocking; takes seconds.
   *
   * @throws InvalidFiles with the problems of all packs
   */
  public void load(Collection<Connection> connections) {
    Problems problems = new Problems();
    loadWhatIsWell(connections).values().forEach(problems::addAll);
    problems.throwIfAny();
  }

  /**
   * Reads and compiles what the connections use, as many packs at once as there are processors, and
   * leaves out the packs that have problems. Blocking; takes seconds.
   *
   * @return the problems of those, by pack
   */
  public Map<String, List<Problem>> loadWhatIsWell(Collection<Connection> connections) {
    connections.forEach(each -> uses.add(new Use(each.pack(), each.dataStandard())));
    Map<String, Future<RuleSet>> compiling = new TreeMap<>();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      for (Use use : uses) {
        compiling.computeIfAbsent(
            use.pack(),
            pack ->
                workers.submit(() -> RuleSet.compile(reader.read(pack), schemas, use.standard())));
      }
      Map<String, List<Problem>> failed = new TreeMap<>();
      compiling.forEach(
          (pack, compiled) -> {
            try {
              prepare(result(compiled), schemas).putInForce();
            } catch (InvalidFiles e) {
              failed.put(pack, e.problems());
            }
          });
      return failed;
    } finally {
      workers.shutdown();
    }
  }

  private static RuleSet result(Future<RuleSet> compiled) {
    try {
      return compiled.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("a pack cannot be compiled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while compiling", e);
    }
  }

  /** A compiled pack that is ready to be put in force. */
  public final class Prepared {

    private final Map<Use, RuleSet> sets;

    private Prepared(Map<Use, RuleSet> sets) {
      this.sets = sets;
    }

    /** From now on its rules decide. What is under way ends by the rules it began with. */
    public void putInForce() {
      synchronized (RuleSets.this) {
        Map<Use, RuleSet> next = new HashMap<>(current);
        next.putAll(sets);
        current = Map.copyOf(next);
      }
    }
  }

  /**
   * Fits a compiled pack to the data standards of the connections that use it.
   *
   * @throws InvalidFiles when it does not fit one of them
   */
  public Prepared prepare(RuleSet rules, ResourceSchemas with) {
    String pack = rules.pack().name();
    Map<Use, RuleSet> sets = new HashMap<>();
    for (Use use : uses) {
      if (use.pack().equals(pack)) {
        sets.put(use, rules.forStandard(with, use.standard()));
      }
    }
    return new Prepared(sets);
  }

  /** The rule set of a connection. */
  public RuleSet of(Connection connection) {
    RuleSet set = current.get(new Use(connection.pack(), connection.dataStandard()));
    if (set == null) {
      throw new IllegalStateException("no rule set is loaded for connection " + connection.name());
    }
    return set;
  }

  /** A pack in force, for any data standard; empty if it is not. */
  public Optional<RuleSet> of(String pack) {
    return current.values().stream().filter(each -> each.pack().name().equals(pack)).findFirst();
  }

  /** All rule sets in force. */
  public Collection<RuleSet> all() {
    return current.values();
  }

  /** The columns, by table, that any rule set in force looks at. */
  public Map<String, Set<String>> watchedColumns() {
    Map<String, Set<String>> watched = new HashMap<>();
    for (RuleSet each : current.values()) {
      each.watchedColumns()
          .forEach(
              (table, columns) -> {
                if (!columns.isEmpty()) {
                  watched.computeIfAbsent(table, name -> new HashSet<>()).addAll(columns);
                }
              });
    }
    return watched;
  }
}
