package org.statecraft.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.statecraft.campus.StudentId;
import org.statecraft.cases.FactsFile;
import org.statecraft.config.DidYouMean;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.ExplainStore;
import org.statecraft.explain.History;
import org.statecraft.explain.Subject;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.RulePack;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.Decider;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleStory;
import org.statecraft.sync.Evaluator;

/** Explains what is reported of a student and what is not. Blocking. */
public final class Explainer {

  private final Database database;
  private final Waiting waiting;
  private final ExplainStore store = new ExplainStore();

  public Explainer(Database database, Waiting waiting) {
    this.database = database;
    this.waiting = waiting;
  }

  /**
   * Facts that somebody wrote down, by a pack that nobody need have in force.
   *
   * @param resources limits what is told; empty for all that are switched on
   */
  public static Explanation ofFacts(KeptPack kept, FactsFile facts, List<String> resources) {
    RulePack pack = kept.pack();
    Collection<ResourceName> asked = asked(pack, resources, Optional.empty(), facts.enabled());
    RuleSet rules = RuleSet.compile(pack, kept.schemas(), facts.standard());
    RuleSet telling = RuleSet.compileTelling(pack, kept.schemas(), facts.standard(), asked);
    Decider teller = facts.decider(telling);
    return new Explanation(
        Optional.empty(),
        pack,
        facts.student(),
        Optional.empty(),
        facts.decider(rules).decide(facts.student(), facts.enabled()),
        told(asked, each -> teller.stories(facts.student(), each)));
  }

  /** Whom a record is about; the id is the API's, or the hash of its key. */
  public Subject ofRecord(ConnectionName connection, ResourceName resource, String id) {
    return waiting
        .await(store.ofRecord(database, connection, resource, id))
        .orElseThrow(
            () ->
                new NotThere(
                    "there is no record "
                        + resource
                        + "/"
                        + id
                        + " of a student at "
                        + connection));
  }

  /** Whom an entry of the error log is about. */
  public Subject ofError(long id) {
    return waiting
        .await(store.ofError(database, id))
        .orElseThrow(() -> new NotThere("error " + id + " is not there, or about no student"));
  }

  /** The student of an entry of the event queue, which has no other name. */
  public Subject ofEvent(ConnectionName connection, StudentId student) {
    return waiting
        .await(store.ofEvent(database, connection, student))
        .orElseThrow(
            () -> new NotThere("no event of student " + student + " waits at " + connection));
  }

  /**
   * A student as the rows stand now.
   *
   * @param kept the pack that decides here
   * @param resources limits what is told; empty for the subject's, or all that are switched on
   */
  public Explanation live(
      Subject subject, Connection connection, KeptPack kept, List<String> resources) {
    RulePack pack = kept.pack();
    DataStandard standard = connection.dataStandard();
    ResourcePreferences preferences =
        waiting.await(new PreferenceStore().inForce(database, connection.name()));
    RuleSet rules = RuleSet.compile(pack, kept.schemas(), standard);
    Evaluator evaluator = evaluator(connection, rules, preferences);
    Collection<ResourceName> asked =
        asked(pack, resources, subject.resource(), evaluator.enabled());
    Evaluator teller =
        evaluator(
            connection, RuleSet.compileTelling(pack, kept.schemas(), standard, asked), preferences);
    StudentFacts facts = waiting.await(evaluator.facts(subject.student()));
    History history = waiting.await(store.history(database, connection.name(), subject.student()));
    if (facts.own().isEmpty() && history.records().isEmpty() && history.attempts().isEmpty()) {
      throw new NotThere(
          "nothing is kept of "
              + subject.because()
              + " at "
              + connection.name()
              + "; a student is named by the key that the Campus rows have");
    }
    return new Explanation(
        Optional.of(subject),
        pack,
        facts,
        Optional.of(history),
        evaluator.decide(facts),
        told(asked, each -> teller.stories(facts, each)));
  }

  private Evaluator evaluator(
      Connection connection, RuleSet rules, ResourcePreferences preferences) {
    return waiting.await(Evaluator.open(database, connection, rules, preferences));
  }

  private static List<Explanation.Told> told(
      Collection<ResourceName> resources, Function<ResourceName, List<RuleStory>> stories) {
    List<Explanation.Told> told = new ArrayList<>();
    resources.forEach(each -> told.add(new Explanation.Told(each, stories.apply(each))));
    return told;
  }

  /** The resources that were asked for, or all that are switched on. */
  private static Collection<ResourceName> asked(
      RulePack pack,
      List<String> resources,
      Optional<ResourceName> subject,
      Set<ResourceName> enabled) {
    if (resources.isEmpty()) {
      return subject
          .filter(pack.resources()::containsKey)
          .map(List::of)
          .orElseGet(() -> List.copyOf(new TreeSet<>(enabled)));
    }
    List<String> known = pack.resources().keySet().stream().map(ResourceName::value).toList();
    for (String each : resources) {
      if (!known.contains(each)) {
        throw new NotThere(
            "the pack "
                + pack.name()
                + " has no resource '"
                + each
                + "'"
                + DidYouMean.hint(each, known));
      }
    }
    return resources.stream().map(ResourceName::new).toList();
  }
}
