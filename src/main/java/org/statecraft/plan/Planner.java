package org.statecraft.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.rules.Decision;

/**
 * Derives the verbs: compares what should exist with what was planned before. Packs never name a
 * verb.
 */
public final class Planner {

  private final SortedMap<ResourceName, ResourceDefinition> resources;
  private final Map<ResourceName, Integer> ranks;

  /**
   * @param ranks the place of each resource in the order of sending; what is referred to is lower
   */
  public Planner(
      SortedMap<ResourceName, ResourceDefinition> resources, Map<ResourceName, Integer> ranks) {
    this.resources = resources;
    this.ranks = Map.copyOf(ranks);
  }

  /**
   * The actions that lead from what was planned to what is desired, in send order: deletes from
   * dependants to what they refer to, then the rest the other way round.
   *
   * @param mapped the student's records as last planned
   * @param enabled the resources that are switched on; nothing is planned for others
   */
  public List<Action> plan(
      Decision decision, List<IdentityMapping> mapped, Set<ResourceName> enabled) {
    if (decision.leavesAll()) {
      return List.of();
    }
    Map<ResourceRef, IdentityMapping> planned = new LinkedHashMap<>();
    for (IdentityMapping each : mapped) {
      if (each.planned() != null) {
        planned.put(each.record(), each);
      }
    }
    List<Action> deletes = deletes(decision, planned, enabled);
    List<Action> rest = new ArrayList<>();
    for (Decision.Desired desired : decision.desired()) {
      if (enabled.contains(desired.record().resource())) {
        want(desired, planned.get(desired.record()), deletes, rest);
      }
    }
    deletes.sort(Comparator.comparing((Action each) -> -rank(each)).thenComparing(this::keyOf));
    rest.sort(Comparator.comparing(this::rank).thenComparing(this::keyOf));
    List<Action> all = new ArrayList<>(deletes);
    all.addAll(rest);
    return all;
  }

  private int rank(Action action) {
    return ranks.getOrDefault(action.record().resource(), 0);
  }

  private String keyOf(Action action) {
    return action.record().resource() + action.record().key().json();
  }

  private List<Action> deletes(
      Decision decision, Map<ResourceRef, IdentityMapping> planned, Set<ResourceName> enabled) {
    Set<ResourceRef> desired = new HashSet<>();
    decision.desired().forEach(each -> desired.add(each.record()));
    List<Action> deletes = new ArrayList<>();
    for (IdentityMapping each : planned.values()) {
      ResourceDefinition resource = resources.get(each.record().resource());
      if (resource != null
          && resource.ownedByStudents()
          && enabled.contains(resource.name())
          && resource.deletes() == ResourceDefinition.Deletes.WHEN_NOT_DESIRED
          && !desired.contains(each.record())
          && !isHeld(decision, each)
          && !isKept(decision, resource, each)) {
        deletes.add(delete(each, List.of()));
      }
    }
    return deletes;
  }

  /** The record cannot be written now; what was sent stays until its value is mended. */
  private static boolean isHeld(Decision decision, IdentityMapping mapping) {
    return decision.held().stream()
        .anyMatch(
            held ->
                held.resource().equals(mapping.record().resource())
                    && mapping.sources().contains(held.source()));
  }

  /** Excluded after it was sent, where the page says that sent data stays. */
  private static boolean isKept(
      Decision decision, ResourceDefinition resource, IdentityMapping mapping) {
    return resource.keepWhenExcluded()
        && decision.exclusions().stream()
            .filter(
                excluded ->
                    resource.keepFor().isEmpty() || resource.keepFor().contains(excluded.rule()))
            .anyMatch(excluded -> mapping.sources().contains(excluded.source()));
  }

  private void want(
      Decision.Desired desired,
      @Nullable IdentityMapping before,
      List<Action> deletes,
      List<Action> rest) {
    ResourceDefinition resource = resources.get(desired.record().resource());
    if (resource == null || resource.lookupOnly()) {
      return;
    }
    ResourceBody planned = before == null ? null : before.planned();
    if (before == null || planned == null) {
      rest.add(write(Verb.POST, desired, replaced(desired, deletes)));
    } else if (!resource.ownedByStudents() || planned.hash().equals(desired.body().hash())) {
      // What students share is theirs who asked first; only a resync may change it.
      return;
    } else if (mustReplace(resource, planned, desired.body())
        || (resource.replaceWhenRowGone() && isRowGone(before, desired))) {
      deletes.add(delete(before, desired.rules()));
      rest.add(write(Verb.POST, desired, List.of(desired.record())));
    } else {
      rest.add(write(Verb.PUT, desired, List.of()));
    }
  }

  /** The records this one takes the place of: they came from the same Campus object. */
  private static List<ResourceRef> replaced(Decision.Desired desired, List<Action> deletes) {
    return deletes.stream()
        .filter(each -> each.record().resource().equals(desired.record().resource()))
        .filter(each -> each.sources().stream().anyMatch(desired.sources()::contains))
        .map(Action::record)
        .toList();
  }

  private static boolean mustReplace(
      ResourceDefinition resource, ResourceBody before, ResourceBody after) {
    return resource.deleteThenPost().stream()
        .anyMatch(element -> !before.tree().path(element).equals(after.tree().path(element)));
  }

  /** Of several rows with one key, some are there no more and others still are. */
  private static boolean isRowGone(IdentityMapping before, Decision.Desired desired) {
    return before.sources().stream().anyMatch(desired.sources()::contains)
        && !desired.sources().containsAll(before.sources());
  }

  private Action write(Verb verb, Decision.Desired desired, List<ResourceRef> replaced) {
    List<ResourceRef> after = new ArrayList<>(replaced);
    for (ResourceRef each : desired.refersTo()) {
      ResourceDefinition target = resources.get(each.resource());
      if (target != null && !target.lookupOnly()) {
        after.add(each);
      }
    }
    return new Action(
        verb,
        desired.record(),
        desired.body(),
        desired.shared(),
        desired.sources(),
        after,
        desired.rules());
  }

  private static Action delete(IdentityMapping mapping, List<String> rules) {
    return new Action(
        Verb.DELETE, mapping.record(), null, false, mapping.sources(), List.of(), rules);
  }
}
