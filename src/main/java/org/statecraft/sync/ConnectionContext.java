package org.statecraft.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.ResourceName;
import org.statecraft.events.Event;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.facts.StudentFacts;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.identity.Tombstones;
import org.statecraft.plan.Planner;
import org.statecraft.rows.KeptRow;
import org.statecraft.rows.SharedRows;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleStory;
import org.statecraft.rules.Unchanging;

/**
 * What all students of a connection share while they are decided: the rule set, the shared rows,
 * the preferences. Immutable; another one takes its place when one of them changes.
 */
final class ConnectionContext {

  private final long sharedVersion;
  private final long preferenceVersion;
  private final RuleSet rules;
  private final Set<ResourceName> enabled;
  private final FactAssembler assembler;
  private final ConnectionFacts facts;
  private final Decider decider;
  private final Planner planner;
  private final Tombstones tombstones;
  private final Map<String, String> sent;

  ConnectionContext(
      Connection connection,
      RuleSet rules,
      Mappings mappings,
      Set<ResourceName> enabled,
      Tombstones tombstones,
      Map<String, String> sent,
      SharedRows shared,
      long preferenceVersion) {
    this.tombstones = tombstones;
    this.sent = Map.copyOf(sent);
    this.sharedVersion = shared.version();
    this.preferenceVersion = preferenceVersion;
    this.rules = rules;
    this.enabled = Set.copyOf(enabled);
    this.assembler = new FactAssembler(rules.pack().catalogue(), connection.uniqueId());
    List<Fact> sharedFacts = new ArrayList<>();
    for (KeptRow row : shared.rows()) {
      Fact fact = assembler.fact(row.table(), row.key(), row.columns());
      if (fact != null) {
        sharedFacts.add(fact);
      }
    }
    this.facts = assembler.connection(connection.schoolYear(), sharedFacts);
    this.decider = new Decider(rules, facts, mappings);
    this.planner = new Planner(rules.pack().resources(), rules.ranks());
  }

  long sharedVersion() {
    return sharedVersion;
  }

  long preferenceVersion() {
    return preferenceVersion;
  }

  RuleSet rules() {
    return rules;
  }

  /** What may not change, as it was sent; empty until something was. */
  Map<String, String> sent() {
    return sent;
  }

  /** Decides and plans a batch. Blocking; belongs on a worker. */
  List<StudentOutcome> decide(
      List<Event> events,
      Map<StudentId, List<KeptRow>> rows,
      Map<StudentId, List<IdentityMapping>> mapped) {
    List<StudentOutcome> outcomes = new ArrayList<>(events.size());
    for (Event event : events) {
      Decision decision =
          decide(factsOf(event.student(), rows.getOrDefault(event.student(), List.of())));
      outcomes.add(
          new StudentOutcome(
              event,
              decision,
              planner.plan(decision, mapped.getOrDefault(event.student(), List.of()), enabled)));
    }
    return outcomes;
  }

  /** One student's facts of kept rows. */
  StudentFacts factsOf(StudentId student, List<KeptRow> rows) {
    List<Fact> own = new ArrayList<>();
    for (KeptRow row : rows) {
      Fact fact = assembler.fact(row.table(), row.key(), row.columns());
      if (fact != null) {
        own.add(fact);
      }
    }
    return assembler.student(student, own, facts);
  }

  /** What should exist of one student, of the resources that are switched on. Blocking. */
  Decision decide(StudentFacts student) {
    Decision decision = Unchanging.held(decider.decide(student, enabled), sent);
    return tombstones.isEmpty() ? decision : Buried.left(decision, tombstones);
  }

  /** What became of each rule that has a say in a resource; the rules must be made for it. */
  List<RuleStory> stories(StudentFacts student, ResourceName resource) {
    return decider.stories(student, resource);
  }

  Set<ResourceName> enabled() {
    return enabled;
  }

  Planner planner() {
    return planner;
  }

  /** Kept rows by student. */
  static Map<StudentId, List<KeptRow>> byStudent(List<KeptRow> rows) {
    Map<StudentId, List<KeptRow>> byStudent = new HashMap<>();
    for (KeptRow row : rows) {
      StudentId student = row.student();
      if (student != null) {
        byStudent.computeIfAbsent(student, id -> new ArrayList<>()).add(row);
      }
    }
    return byStudent;
  }
}
