package org.statecraft.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.statecraft.edfi.ResourceName;
import org.statecraft.facts.StudentFacts;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleTrace;

/** Deciding one student of about 20 facts with the core pack, beside {@link PlainCareerTech}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecideBenchmark {

  private static final int STUDENTS = 512;

  /** How many other rule sets are loaded and in use beside the one measured. */
  @Param({"0", "4"})
  public int otherPacks;

  private final List<StudentFacts> careerTech = new ArrayList<>();
  private final List<StudentFacts> others = new ArrayList<>();
  private final List<Decider> beside = new ArrayList<>();
  private Decider decider;
  private Set<ResourceName> enabled;
  private PlainCareerTech plain;
  private int next;

  /** Compiles the packs, and makes students of whom both sides say the same. */
  @Setup
  public void prepare() {
    RuleSet rules = BenchPacks.compile("core", "4.0");
    Mappings mappings = BenchPacks.mappings(rules.pack());
    GeneratedStudents students = new GeneratedStudents(rules.pack().catalogue(), 42);
    for (long id = 1; id <= STUDENTS; id++) {
      careerTech.add(students.careerTech(id));
      others.add(students.withoutPrograms(STUDENTS + id));
    }
    enabled = new HashSet<>(rules.pack().resources().keySet());
    decider = new Decider(rules, students.connection(), mappings);
    plain = new PlainCareerTech(students.connection(), mappings.codes());
    for (int other = 0; other < otherPacks; other++) {
      RuleSet set =
          other == 0 ? BenchPacks.compile("mo", "3.3") : BenchPacks.compile("core", "4.0");
      beside.add(new Decider(set, students.connection(), BenchPacks.mappings(set.pack())));
    }
    for (Decider each : beside) {
      careerTech.forEach(facts -> each.decide(facts, enabled));
    }
  }

  private StudentFacts nextOf(List<StudentFacts> students) {
    next = next + 1 & STUDENTS - 1;
    return students.get(next);
  }

  /** By the pack. */
  @Benchmark
  public Decision pack() {
    return decider.decide(nextOf(careerTech), enabled);
  }

  /** By the pack, and the trace is written down as it is kept with the decision. */
  @Benchmark
  public List<RuleTrace.Fired> packTraced() {
    return decider.decide(nextOf(careerTech), enabled).trace().fired();
  }

  /** By hand. */
  @Benchmark
  public Object plain() {
    return plain.decide(nextOf(careerTech));
  }

  /** By the pack, a student with nothing to report: most of a district. */
  @Benchmark
  public Decision packNothingToReport() {
    return decider.decide(nextOf(others), enabled);
  }
}
