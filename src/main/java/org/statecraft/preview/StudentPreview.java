package org.statecraft.preview;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.explain.Difference;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.plan.Action;
import org.statecraft.plan.Planner;
import org.statecraft.plan.Verb;
import org.statecraft.preview.Change.Kind;
import org.statecraft.rules.Decision;
import org.statecraft.sync.Evaluator;
import org.statecraft.sync.Evaluator.Evaluated;

/** One student by the rules in force and by edited ones, upon what is known to be sent. Pure. */
final class StudentPreview {

  private final Evaluator inForce;
  private final Evaluator edited;

  StudentPreview(Evaluator inForce, Evaluator edited) {
    this.inForce = inForce;
    this.edited = edited;
  }

  BatchPreview.Previewed of(Evaluated before, Evaluated after, List<IdentityMapping> mapped) {
    List<Action> known = plan(inForce.planner(), before.decision(), mapped, inForce);
    List<Action> coming = plan(edited.planner(), after.decision(), mapped, edited);
    Set<String> same = known.stream().map(StudentPreview::sameness).collect(Collectors.toSet());
    List<Action> news = new ArrayList<>();
    int waiting = 0;
    for (Action each : coming) {
      if (each.shared()) {
        continue;
      }
      if (same.contains(sameness(each))) {
        waiting++;
      } else {
        news.add(each);
      }
    }
    List<Change> changes = new ArrayList<>();
    actions(news, after, mapped, changes);
    exclusions(before.decision(), after.decision(), after, changes);
    if (after.decision().failed() && !before.decision().failed()) {
      after.decision().findings().forEach(each -> changes.add(failed(each, after)));
    }
    List<Action> shared =
        coming.stream().filter(each -> each.shared() && !same.contains(sameness(each))).toList();
    return new BatchPreview.Previewed(changes, waiting, shared);
  }

  private static List<Action> plan(
      Planner planner, Decision decision, List<IdentityMapping> mapped, Evaluator evaluator) {
    return decision.failed() ? List.of() : planner.plan(decision, mapped, evaluator.enabled());
  }

  private static String sameness(Action action) {
    return action.verb()
        + " "
        + action.record().resource()
        + " "
        + action.record().key().hash()
        + " "
        + (action.body() == null ? "" : action.body().hash());
  }

  private void actions(
      List<Action> actions, Evaluated student, List<IdentityMapping> mapped, List<Change> to) {
    Map<ResourceRef, IdentityMapping> known =
        mapped.stream().collect(Collectors.toMap(IdentityMapping::record, Function.identity()));
    Set<ResourceRef> deletes =
        actions.stream()
            .filter(each -> each.verb() == Verb.DELETE)
            .map(Action::record)
            .collect(Collectors.toSet());
    Set<ResourceRef> replaced = new HashSet<>();
    for (Action each : actions) {
      if (each.verb() == Verb.POST) {
        each.after().stream().filter(deletes::contains).forEach(replaced::add);
      }
    }
    for (Action each : actions) {
      boolean takesPlace =
          each.verb() == Verb.POST && each.after().stream().anyMatch(replaced::contains);
      if (each.verb() == Verb.DELETE && replaced.contains(each.record())) {
        continue;
      }
      Kind kind = takesPlace ? Kind.DELETE_POST : Kind.valueOf(each.verb().name());
      to.add(
          new Change(
              kind,
              Optional.of(each.record().resource()),
              each.record().key().toString(),
              Optional.of(student.decision().student().value()),
              student.schools(),
              rules(each, student.decision()),
              reason(each, known, student.decision())));
    }
  }

  /** A delete is the doing of the rule that excludes what the record was made from. */
  private static List<String> rules(Action action, Decision decision) {
    return action.verb() == Verb.DELETE
        ? excluding(action, decision).stream().map(Decision.Excluded::rule).distinct().toList()
        : action.rules();
  }

  private static List<Decision.Excluded> excluding(Action action, Decision decision) {
    return decision.exclusions().stream()
        .filter(each -> action.sources().contains(each.source()))
        .toList();
  }

  private static String reason(
      Action action, Map<ResourceRef, IdentityMapping> known, Decision decision) {
    IdentityMapping mapping = known.get(action.record());
    return switch (action.verb()) {
      case DELETE -> {
        List<Decision.Excluded> why = excluding(action, decision);
        yield why.isEmpty()
            ? "no longer reported"
            : why.stream()
                .map(Decision.Excluded::reason)
                .distinct()
                .collect(Collectors.joining("; "));
      }
      case POST, PUT ->
          mapping == null || mapping.planned() == null || action.body() == null
              ? "made from " + String.join(", ", action.sources())
              : String.join("; ", Difference.of(mapping.planned().tree(), action.body().tree()));
    };
  }

  private static void exclusions(
      Decision before, Decision after, Evaluated student, List<Change> to) {
    if (before.failed() || after.failed()) {
      return;
    }
    after.exclusions().stream()
        .filter(each -> isNew(each, before))
        .forEach(each -> to.add(exclusion(Kind.EXCLUDED, each, student)));
    before.exclusions().stream()
        .filter(each -> isNew(each, after))
        .forEach(each -> to.add(exclusion(Kind.NOT_EXCLUDED, each, student)));
  }

  private static boolean isNew(Decision.Excluded excluded, Decision other) {
    return other.exclusions().stream()
        .noneMatch(
            each ->
                each.source().equals(excluded.source())
                    && each.resource().equals(excluded.resource()));
  }

  private static Change exclusion(Kind kind, Decision.Excluded each, Evaluated student) {
    return new Change(
        kind,
        each.resource(),
        each.source(),
        Optional.of(student.decision().student().value()),
        student.schools(),
        List.of(each.rule()),
        each.reason());
  }

  private static Change failed(Decision.Finding finding, Evaluated student) {
    return new Change(
        Kind.FAILED,
        finding.resource(),
        finding.source(),
        Optional.of(student.decision().student().value()),
        student.schools(),
        List.of(),
        finding.detail());
  }
}
