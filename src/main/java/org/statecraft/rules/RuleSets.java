package org.statecraft.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;

/** The rule sets in force: one per pack and data standard that some connection uses. */
public final class RuleSets {

  private record Use(String pack, DataStandard standard) {}

  private final PackReader reader;
  private final ResourceSchemas schemas;
  private final Map<Use, RuleSet> current = new ConcurrentHashMap<>();

  public RuleSets(PackReader reader, ResourceSchemas schemas) {
    this.reader = reader;
    this.schemas = schemas;
  }

  /**
   * Reads and compiles what the connections use. Blocking; takes seconds.
   *
   * @throws org.statecraft.config.InvalidFiles with the problems of all packs
   */
  public void load(Collection<Connection> connections) {
    Problems problems = new Problems();
    Map<String, RulePack> packs = new HashMap<>();
    for (Connection connection : connections) {
      Use use = new Use(connection.pack(), connection.dataStandard());
      if (current.containsKey(use)) {
        continue;
      }
      try {
        RulePack pack = packs.computeIfAbsent(use.pack(), reader::read);
        current.put(use, RuleSet.compile(pack, schemas, use.standard()));
      } catch (org.statecraft.config.InvalidFiles e) {
        problems.addAll(e.problems());
      }
    }
    problems.throwIfAny();
  }

  /** The rule set of a connection. */
  public RuleSet of(Connection connection) {
    RuleSet set = current.get(new Use(connection.pack(), connection.dataStandard()));
    if (set == null) {
      throw new IllegalStateException("no rule set is loaded for connection " + connection.name());
    }
    return set;
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
