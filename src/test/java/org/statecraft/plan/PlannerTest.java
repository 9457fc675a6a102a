package org.statecraft.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleTraces;

class PlannerTest {

  private static final ResourceName CTE = new ResourceName("studentCTEProgramAssociations");
  private static final ResourceName ASSOCIATIONS = new ResourceName("studentProgramAssociations");
  private static final ResourceName PROGRAMS = new ResourceName("programs");
  private static final Set<ResourceName> ALL = Set.of(CTE, PROGRAMS);

  private final RulePack core = pack("core");
  private final RulePack missouri = pack("mo");
  private final RulePack indiana = pack("in");

  private static RulePack pack(String name) {
    return new PackReader(Path.of("rules"), Path.of("descriptors")).read(name);
  }

  private static Planner planner(RulePack pack) {
    return new Planner(pack.resources(), Map.of(PROGRAMS, 0, CTE, 1));
  }

  @Test
  void plan_newRecord_isPosted() {
    List<Action> plan = plan(core, decision(cte("2024-09-01", "a", 7)));
    assertEquals(List.of("POST 2024-09-01"), words(plan));
  }

  @Test
  void plan_sameBody_sendsNothing() {
    Decision.Desired record = cte("2024-09-01", "a", 7);
    assertEquals(List.of(), plan(core, decision(record), mapped(record)));
  }

  @Test
  void plan_otherBody_isPut() {
    assertEquals(
        List.of("PUT 2024-09-01"),
        words(plan(core, decision(cte("2024-09-01", "b", 7)), mapped(cte("2024-09-01", "a", 7)))));
  }

  @Test
  void plan_otherKeyOfTheSameSource_isDeletedThenPostedAndThePostWaits() {
    List<Action> plan =
        plan(core, decision(cte("2024-10-01", "a", 7)), mapped(cte("2024-09-01", "a", 7)));
    assertEquals(List.of("DELETE 2024-09-01", "POST 2024-10-01"), words(plan));
    assertEquals(List.of(plan.get(0).record()), plan.get(1).after());
  }

  @Test
  void plan_notDesired_isDeleted() {
    assertEquals(
        List.of("DELETE 2024-09-01"),
        words(plan(core, decision(), mapped(cte("2024-09-01", "a", 7)))));
  }

  @Test
  void plan_elementOfDeleteThenPost_replacesThoughTheKeyStays() {
    List<Action> plan =
        plan(
            missouri,
            decision(service("2024-09-01", "2", 7)),
            mapped(service("2024-09-01", "1", 7)));
    assertEquals(List.of("DELETE 2024-09-01", "POST 2024-09-01"), words(plan));
    assertEquals(List.of(plan.get(0).record()), plan.get(1).after());
  }

  @Test
  void plan_oneOfSeveralRowsGone_isPutUnlessThePackReplaces() {
    Decision.Desired both = from(cte("2024-09-01", "b", 8), 7, 8);
    Decision.Desired rest = from(cte("2024-09-01", "a", 7), 7);
    assertEquals(List.of("PUT 2024-09-01"), words(plan(core, decision(rest), mapped(both))));
  }

  @Test
  void plan_oneOfSeveralRowsGone_whereThePackReplaces_isDeletedThenPosted() {
    Decision.Desired both = from(association("2024-09-01", "b"), 7, 8);
    Decision.Desired rest = from(association("2024-09-01", "a"), 7);
    List<Action> plan = planIndiana(rest, both);
    assertEquals(List.of("DELETE 2024-09-01", "POST 2024-09-01"), words(plan));
    assertEquals(List.of(plan.get(0).record()), plan.get(1).after());
    assertEquals(List.of("PUT 2024-09-01"), words(planIndiana(both, rest)), "one more row");
    assertEquals(List.of("PUT 2024-09-01"), words(planIndiana(from(rest, 9), both)), "another row");
    assertEquals(List.of(), planIndiana(rest, from(rest, 7, 8)), "nothing else to say");
  }

  @Test
  void plan_heldRecord_staysAsItWasSent() {
    Decision held =
        new Decision(
            new StudentId("1"),
            "r",
            List.of(),
            List.of(),
            List.of(),
            List.of(new Decision.Held(CTE, "ProgramParticipation/7")),
            RuleTraces.none());
    assertEquals(List.of(), plan(core, held, mapped(cte("2024-09-01", "a", 7))));
  }

  @Test
  void plan_rulesFailed_changesNothing() {
    Decision failed =
        new Decision(
            new StudentId("1"),
            "r",
            List.of(),
            List.of(),
            List.of(
                new Decision.Finding(
                    Decision.Finding.Kind.RULE_FAILURE, Optional.empty(), "", "c", "d")),
            List.of(),
            RuleTraces.none());
    assertEquals(List.of(), plan(core, failed, mapped(cte("2024-09-01", "a", 7))));
  }

  @Test
  void plan_resourceSwitchedOff_neitherSendsNorDeletes() {
    Planner planner = planner(core);
    assertEquals(
        List.of(),
        planner.plan(
            decision(cte("2024-10-01", "a", 8)),
            List.of(mapped(cte("2024-09-01", "a", 7))),
            Set.of(PROGRAMS)));
  }

  @Test
  void plan_sharedProgram_comesFirstAndIsNeverDeleted() {
    Decision.Desired program = program("Welding");
    List<Action> plan = plan(core, decision(refersTo(cte("2024-09-01", "a", 7), program), program));
    assertEquals(PROGRAMS, plan.get(0).record().resource());
    assertTrue(plan.get(0).shared());
    assertEquals(List.of(program.record()), plan.get(1).after());
    assertEquals(List.of(), plan(core, decision(), mapped(program)));
  }

  @Test
  void plan_sharedProgramThatIsPlanned_isNeverPut() {
    Decision.Desired first = program("Welding", "7");
    assertEquals(List.of(), plan(core, decision(program("Welding", "8")), mapped(first)));
    List<Action> other = plan(core, decision(program("Culinary", "8")), mapped(first));
    assertEquals(1, other.size(), "another key is another program");
    assertEquals(Verb.POST, other.get(0).verb());
    assertEquals(List.of(), other.get(0).after(), "and takes the place of none");
  }

  /** Applying the plan to what was planned gives what is desired, and planning again nothing. */
  @Test
  void plan_anyDesiredOverAnyPlanned_leadsThereInAnAllowedOrder() {
    Random random = new Random(20261122);
    for (int round = 0; round < 2_000; round++) {
      RulePack pack = random.nextBoolean() ? core : missouri;
      List<Decision.Desired> before = someRecords(random);
      List<Decision.Desired> after = someRecords(random);
      List<IdentityMapping> planned = before.stream().map(PlannerTest::mapped).toList();
      List<Action> plan = planner(pack).plan(decision(after), planned, ALL);
      Map<ResourceRef, ResourceBody> state = new HashMap<>();
      before.forEach(each -> state.put(each.record(), each.body()));
      for (Action action : plan) {
        if (action.verb() == Verb.DELETE) {
          assertTrue(state.remove(action.record()) != null, "deletes what is there");
        } else {
          assertEquals(action.verb() == Verb.PUT, state.containsKey(action.record()));
          state.put(action.record(), action.body());
        }
      }
      Map<ResourceRef, ResourceBody> wanted = new HashMap<>();
      after.forEach(each -> wanted.put(each.record(), each.body()));
      assertEquals(wanted, state);
      assertEquals(
          List.of(),
          planner(pack)
              .plan(decision(after), after.stream().map(PlannerTest::mapped).toList(), ALL));
    }
  }

  private static List<Decision.Desired> someRecords(Random random) {
    Map<ResourceRef, Decision.Desired> records = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String date = "2024-09-0" + (1 + random.nextInt(3));
      String value = "" + (1 + random.nextInt(2));
      Decision.Desired one = service(date, value, 1 + random.nextInt(4));
      records.put(one.record(), one);
    }
    return List.copyOf(records.values());
  }

  private List<Action> plan(RulePack pack, Decision decision, IdentityMapping... mapped) {
    return planner(pack).plan(decision, List.of(mapped), ALL);
  }

  private List<Action> planIndiana(Decision.Desired desired, Decision.Desired planned) {
    return new Planner(indiana.resources(), Map.of())
        .plan(decision(desired), List.of(mapped(planned)), Set.of(ASSOCIATIONS));
  }

  private static List<String> words(List<Action> plan) {
    List<String> words = new ArrayList<>();
    for (Action each : plan) {
      words.add(
          each.verb() + " " + each.record().key().json().replaceAll(".*(2024-..-..).*", "$1"));
    }
    return words;
  }

  private static Decision decision(Decision.Desired... desired) {
    return decision(List.of(desired));
  }

  private static Decision decision(List<Decision.Desired> desired) {
    return new Decision(
        new StudentId("1"), "r", desired, List.of(), List.of(), List.of(), RuleTraces.none());
  }

  private static Decision.Desired cte(String begin, String value, long source) {
    return record(CTE, begin, body -> body.put("endDate", value), source);
  }

  private static Decision.Desired association(String begin, String value) {
    return record(ASSOCIATIONS, begin, body -> body.put("endDate", value), 7);
  }

  private static Decision.Desired service(String begin, String value, long source) {
    return record(
        CTE,
        begin,
        body ->
            body.putArray("cteProgramServices")
                .addObject()
                .put("cteProgramServiceDescriptor", value),
        source);
  }

  private static Decision.Desired record(
      ResourceName resource,
      String begin,
      java.util.function.Consumer<ObjectNode> rest,
      long source) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("beginDate", begin);
    rest.accept(body);
    return new Decision.Desired(
        new ResourceRef(resource, NaturalKey.of(List.of("beginDate"), body)),
        ResourceBody.of(body),
        false,
        List.of("ProgramParticipation/" + source),
        List.of(),
        List.of("RULE-1"));
  }

  private static Decision.Desired program(String name) {
    return program(name, "3");
  }

  private static Decision.Desired program(String name, String id) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("programName", name);
    body.put("programId", id);
    return new Decision.Desired(
        new ResourceRef(PROGRAMS, NaturalKey.of(List.of("programName"), body)),
        ResourceBody.of(body),
        true,
        List.of("Program/3"),
        List.of(),
        List.of("RULE-2"));
  }

  private static Decision.Desired refersTo(Decision.Desired record, Decision.Desired target) {
    return new Decision.Desired(
        record.record(),
        record.body(),
        false,
        record.sources(),
        List.of(target.record()),
        record.rules());
  }

  private static Decision.Desired from(Decision.Desired record, long... sources) {
    return new Decision.Desired(
        record.record(),
        record.body(),
        false,
        Arrays.stream(sources).mapToObj(source -> "ProgramParticipation/" + source).toList(),
        List.of(),
        record.rules());
  }

  private static IdentityMapping mapped(Decision.Desired desired) {
    return new IdentityMapping(
        desired.record(), desired.sources(), desired.body(), desired.body(), null, false);
  }
}
