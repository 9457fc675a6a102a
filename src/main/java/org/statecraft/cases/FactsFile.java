package org.statecraft.cases;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Decider;
import org.statecraft.rules.RuleSet;

/**
 * One student's facts as a person wrote them down, in the words of a case: {@code base}, {@code
 * connection}, {@code mappings}, {@code parameters}, {@code facts}, {@code without}.
 */
public final class FactsFile {

  private final RulePack pack;
  private final Situation situation;
  private final StudentRows rows;

  private FactsFile(RulePack pack, Situation situation) {
    this.pack = pack;
    this.situation = situation;
    this.rows = StudentRows.of(pack.catalogue(), situation);
  }

  /**
   * Reads a file.
   *
   * @param problems told of everything that is wrong; then the facts are not to be used
   */
  public static FactsFile read(RulePack pack, Path file, Problems problems) {
    return of(pack, YamlFile.read(file, problems), problems);
  }

  /** The same of facts that stand in something else, such as a request. */
  public static FactsFile of(RulePack pack, YamlNode facts, Problems problems) {
    return new FactsFile(pack, CaseReader.situation(pack, facts, problems));
  }

  /** The data standard of the connection. */
  public DataStandard standard() {
    return situation.standard().orElse(pack.dataStandard());
  }

  public StudentFacts student() {
    return rows.student();
  }

  public ConnectionFacts connection() {
    return rows.connection();
  }

  /** The resources that are switched on. */
  public Set<ResourceName> enabled() {
    return CaseRunner.enabled(pack, situation);
  }

  /** Decides by the file's mappings and parameters. */
  public Decider decider(RuleSet rules) {
    Map<String, Object> parameters = situation.parameters();
    return new Decider(rules, rows.connection(), CaseRunner.codes(rules, situation), parameters);
  }
}
