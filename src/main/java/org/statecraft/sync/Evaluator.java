package org.statecraft.sync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ResourceName;
import org.statecraft.facts.Fact;
import org.statecraft.facts.StudentFacts;
import org.statecraft.identity.SentValueStore;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.plan.Planner;
import org.statecraft.rows.KeptRow;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleStory;
import org.statecraft.rules.Unchanging;

/**
 * Decides students as their kept rows stand, without planning or sending anything. For who compares
 * or shows: it sees what the road would decide under the same rules and preferences.
 */
public final class Evaluator {

  private final Database database;
  private final RowStore rows;
  private final Connection connection;
  private final ConnectionContext context;

  Evaluator(Database database, RowStore rows, Connection connection, ConnectionContext context) {
    this.database = database;
    this.rows = rows;
    this.connection = connection;
    this.context = context;
  }

  /** An evaluator with the district's shared rows of now. */
  public static Future<Evaluator> open(
      Database database, Connection connection, RuleSet rules, ResourcePreferences preferences) {
    RowStore rows = new RowStore();
    return Contexts.read(database, rows, connection, rules, preferences, 0)
        .map(context -> new Evaluator(database, rows, connection, context));
  }

  /**
   * What is decided about one student.
   *
   * @param schools the numbers of the schools the student's rows refer to, as the catalogue names
   *     them
   * @param persons the ids the student may have at an Ed-Fi API
   */
  public record Evaluated(Decision decision, List<String> schools, Set<String> persons) {}

  /** The resources that are switched on. */
  public Set<ResourceName> enabled() {
    return context.enabled();
  }

  /** Notes what may not change from now on, because these decisions are about to be sent. */
  public Future<Void> noteSent(Tx tx, List<Decision> decisions) {
    return new SentValueStore()
        .note(tx, connection.name(), Unchanging.unnoted(decisions, context.sent()));
  }

  public Planner planner() {
    return context.planner();
  }

  /**
   * Decides students; those without a row get the decision that nothing should exist.
   *
   * @param workers runs blocking work away from the event loop
   */
  public Future<List<Evaluated>> evaluate(
      List<StudentId> students,
      Function<Callable<List<Evaluated>>, Future<List<Evaluated>>> workers) {
    return rows.ofStudents(database, connection.district(), students)
        .compose(kept -> workers.apply(() -> evaluate(students, kept)));
  }

  /**
   * Decides students by rows that were read before, so that two evaluators can decide on the same.
   * Blocking.
   */
  public List<Evaluated> evaluate(List<StudentId> students, List<KeptRow> kept) {
    Map<StudentId, List<KeptRow>> byStudent = ConnectionContext.byStudent(kept);
    List<Evaluated> all = new ArrayList<>(students.size());
    for (StudentId student : students) {
      StudentFacts facts = context.factsOf(student, byStudent.getOrDefault(student, List.of()));
      all.add(new Evaluated(context.decide(facts), schools(facts), persons(facts)));
    }
    return all;
  }

  /** One student's facts as the rules see them. */
  public Future<StudentFacts> facts(StudentId student) {
    return rows.ofStudents(database, connection.district(), List.of(student))
        .map(kept -> context.factsOf(student, kept));
  }

  /** Decides by facts that were read before. Blocking. */
  public Decision decide(StudentFacts student) {
    return context.decide(student);
  }

  /** What became of each rule that has a say in a resource; the rules must be made for it. */
  public List<RuleStory> stories(StudentFacts student, ResourceName resource) {
    return context.stories(student, resource);
  }

  private List<String> schools(StudentFacts facts) {
    FactCatalogue catalogue = context.rules().pack().catalogue();
    Set<String> numbers = new LinkedHashSet<>();
    catalogue
        .schools()
        .ifPresent(
            schools ->
                facts.shared().stream()
                    .filter(fact -> fact.table().name().equals(schools.table()))
                    .forEach(fact -> addFirst(fact, schools.numbers(), numbers)));
    return List.copyOf(numbers);
  }

  private static void addFirst(Fact fact, List<String> columns, Set<String> numbers) {
    for (String column : columns) {
      Object value = fact.value(column);
      if (value != null) {
        numbers.add(value.toString());
        return;
      }
    }
  }

  private static Set<String> persons(StudentFacts facts) {
    Set<String> persons = new LinkedHashSet<>();
    for (Fact fact : facts.own()) {
      fact.table()
          .choices()
          .values()
          .forEach(
              ways ->
                  ways.values()
                      .forEach(
                          column -> {
                            Object value = fact.value(column);
                            if (value != null) {
                              persons.add(value.toString());
                            }
                          }));
    }
    return persons;
  }
}
