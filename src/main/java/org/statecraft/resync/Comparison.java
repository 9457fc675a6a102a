package org.statecraft.resync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.plan.Action;
import org.statecraft.plan.Planner;
import org.statecraft.plan.Verb;
import org.statecraft.resync.PlannedAction.Found;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;
import org.statecraft.rules.Decision;
import org.statecraft.sync.Evaluator.Evaluated;

/**
 * One student, three ways: what Campus wants, what the identity mapping says was sent, what the ODS
 * holds. Where the ODS was read after the last word about a record, its truth takes the place of
 * the mapping's, and the planner plans from there as it always does. Pure.
 */
final class Comparison {

  static final String UNCHANGED = "unchanged";
  static final String ON_ITS_WAY = "on-its-way";

  /** Students of whom nothing was decided, so that nobody knows what they need. */
  static final String UNDECIDED = "undecided";

  private static final String NOT_IN_ODS = "in the identity mapping, not in the ODS";
  private static final String NOWHERE = "not in the ODS";
  private static final String DIFFERENT = "different in the ODS";
  private static final String CHANGED = "what Campus, rules or mappings want has changed";
  private static final String ADOPTED =
      "in the ODS as Campus wants it, not in the identity mapping";
  private static final String KNOWN_OTHERWISE = "the identity mapping knew it otherwise";
  private static final String UNWANTED = "no longer reported";
  private static final String NEITHER = "neither in the ODS nor wanted by Campus";

  private final Planner planner;
  private final Set<ResourceName> resources;

  /**
   * @param resources those of the run that are switched on and belong to students
   */
  Comparison(Planner planner, Set<ResourceName> resources) {
    this.planner = planner;
    this.resources = Set.copyOf(resources);
  }

  /** What came of one student. */
  record Compared(List<PlannedAction> actions, Map<String, Long> counts) {}

  /**
   * Compares.
   *
   * @param mapped the student's records in the identity mapping
   * @param ods what the ODS holds of the student's mapped and desired records
   * @param newer records the ODS was told of after it was read, or is about to be told of
   */
  Compared compare(
      Evaluated student,
      List<IdentityMapping> mapped,
      Map<ResourceRef, FoundRecord> ods,
      Set<ResourceRef> newer) {
    return new OneStudent(student, mapped, ods, newer).compare();
  }

  /** The comparison under way. */
  private final class OneStudent {

    private final Decision decision;
    private final String school;
    private final Map<ResourceRef, IdentityMapping> known = new LinkedHashMap<>();
    private final Map<ResourceRef, FoundRecord> ods;
    private final Set<ResourceRef> newer;
    private final Map<String, Long> counts = new HashMap<>();
    private final List<PlannedAction> actions = new ArrayList<>();

    OneStudent(
        Evaluated student,
        List<IdentityMapping> mapped,
        Map<ResourceRef, FoundRecord> ods,
        Set<ResourceRef> newer) {
      this.decision = student.decision();
      this.school = String.join(", ", student.schools());
      this.ods = ods;
      this.newer = newer;
      mapped.stream()
          .filter(each -> resources.contains(each.record().resource()))
          .forEach(each -> known.put(each.record(), each));
    }

    Compared compare() {
      if (decision.leavesAll()) {
        counts.merge(UNDECIDED, 1L, Long::sum);
        return new Compared(List.of(), counts);
      }
      List<IdentityMapping> truth = truth();
      Set<ResourceRef> done = new HashSet<>();
      for (Action action : planner.plan(decision, truth, resources)) {
        if (!newer.contains(action.record())) {
          actions.add(request(action));
          done.add(action.record());
        }
      }
      Set<ResourceRef> wanted = new HashSet<>();
      for (Decision.Desired each : decision.desired()) {
        if (resources.contains(each.record().resource())) {
          wanted.add(each.record());
          rest(each, done);
        }
      }
      for (IdentityMapping each : known.values()) {
        if (!wanted.contains(each.record()) && !done.contains(each.record())) {
          unwanted(each);
        }
      }
      return new Compared(actions, counts);
    }

    /** The identity mapping, put right by what the ODS holds. */
    private List<IdentityMapping> truth() {
      List<IdentityMapping> truth = new ArrayList<>();
      for (IdentityMapping each : known.values()) {
        FoundRecord found = ods.get(each.record());
        if (newer.contains(each.record())) {
          truth.add(each);
        } else if (found != null) {
          truth.add(asFound(found, each.sources()));
        }
      }
      for (Decision.Desired each : decision.desired()) {
        FoundRecord found = ods.get(each.record());
        if (found != null && !known.containsKey(each.record())) {
          truth.add(asFound(found, each.sources()));
        }
      }
      return truth;
    }

    private static IdentityMapping asFound(FoundRecord found, List<String> sources) {
      return new IdentityMapping(
          found.record(), sources, found.body(), found.body(), found.id(), false);
    }

    private PlannedAction request(Action action) {
      return planned(Kind.valueOf(action.verb().name()), action, reason(action));
    }

    private String reason(Action action) {
      IdentityMapping mapping = known.get(action.record());
      if (action.verb() == Verb.DELETE) {
        return decision.exclusions().stream()
            .filter(each -> action.sources().contains(each.source()))
            .map(Decision.Excluded::reason)
            .findFirst()
            .orElse(UNWANTED);
      }
      if (!ods.containsKey(action.record())) {
        return mapping == null ? NOWHERE : NOT_IN_ODS;
      }
      boolean asPlanned =
          mapping != null
              && mapping.planned() != null
              && action.body() != null
              && mapping.planned().hash().equals(action.body().hash());
      return asPlanned || mapping == null ? DIFFERENT : CHANGED;
    }

    /** A desired record that needs no request. */
    private void rest(Decision.Desired desired, Set<ResourceRef> done) {
      ResourceRef record = desired.record();
      if (done.contains(record)) {
        return;
      }
      FoundRecord found = ods.get(record);
      IdentityMapping mapping = known.get(record);
      if (newer.contains(record)) {
        counts.merge(ON_ITS_WAY, 1L, Long::sum);
      } else if (found != null && !isAsFound(mapping, found)) {
        String reason = mapping == null ? ADOPTED : KNOWN_OTHERWISE;
        actions.add(correction(Kind.ADOPT, record, reason, desired.sources(), desired.rules()));
      } else {
        counts.merge(UNCHANGED, 1L, Long::sum);
      }
    }

    private static boolean isAsFound(@Nullable IdentityMapping mapping, FoundRecord found) {
      return mapping != null
          && !mapping.uncertain()
          && found.body().equals(mapping.planned())
          && found.body().equals(mapping.sent())
          && found.id().equals(mapping.odsId());
    }

    /** A mapped record that Campus does not want and that is not deleted either. */
    private void unwanted(IdentityMapping mapping) {
      ResourceRef record = mapping.record();
      if (newer.contains(record)) {
        counts.merge(ON_ITS_WAY, 1L, Long::sum);
      } else if (!ods.containsKey(record)) {
        actions.add(correction(Kind.FORGET, record, NEITHER, mapping.sources(), List.of()));
      } else {
        counts.merge("kept", 1L, Long::sum);
      }
    }

    private PlannedAction correction(
        Kind kind, ResourceRef record, String reason, List<String> sources, List<String> rules) {
      return planned(kind, record, reason, null, sources, rules, List.of());
    }

    private PlannedAction planned(Kind kind, Action action, String reason) {
      return planned(
          kind,
          action.record(),
          reason,
          action.body(),
          action.sources(),
          action.rules(),
          action.after());
    }

    private PlannedAction planned(
        Kind kind,
        ResourceRef record,
        String reason,
        @Nullable ResourceBody body,
        List<String> sources,
        List<String> rules,
        List<ResourceRef> after) {
      return new PlannedAction(
          Phase.STUDENTS,
          kind,
          record,
          decision.student(),
          school,
          reason,
          body,
          sources,
          rules,
          after,
          true,
          found(record),
          upon(record));
    }

    private @Nullable Found found(ResourceRef record) {
      FoundRecord found = ods.get(record);
      return found == null ? null : new Found(found.body(), found.id());
    }

    private Upon upon(ResourceRef record) {
      IdentityMapping mapping = known.get(record);
      return mapping == null ? Upon.NOTHING : Upon.of(mapping);
    }
  }
}
