package org.statecraft.admin;

import java.util.List;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.History;
import org.statecraft.explain.Subject;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleStory;

/**
 * Why a student's records are as they are. Holds student data.
 *
 * @param subject whom it is about and what led there; empty for facts that somebody wrote down
 * @param pack that decides here
 * @param history what is kept of the student; empty for facts that somebody wrote down
 * @param resources the ones that were asked for
 */
public record Explanation(
    Optional<Subject> subject,
    RulePack pack,
    StudentFacts facts,
    Optional<History> history,
    Decision decision,
    List<Told> resources) {

  public Explanation {
    resources = List.copyOf(resources);
  }

  /**
   * What became of each rule that has a say in a resource.
   *
   * @param stories in the order of the rules
   */
  public record Told(ResourceName resource, List<RuleStory> stories) {

    public Told {
      stories = List.copyOf(stories);
    }
  }

  /** What is left out of a resource. */
  public List<Decision.Excluded> exclusions(ResourceName resource) {
    return decision.exclusions().stream()
        .filter(each -> each.resource().isEmpty() || each.resource().get().equals(resource))
        .toList();
  }

  /** What a person should know about a resource. */
  public List<Decision.Finding> findings(ResourceName resource) {
    return decision.findings().stream()
        .filter(each -> each.resource().isEmpty() || each.resource().get().equals(resource))
        .toList();
  }

  /** The records of a resource that should exist. */
  public List<Decision.Desired> desired(ResourceName resource) {
    return decision.desired().stream()
        .filter(each -> each.record().resource().equals(resource))
        .toList();
  }
}
