package org.statecraft.plan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;

/**
 * The actions that one decision about a student asks for, in the order they must be done.
 *
 * @param student null for what belongs to no student
 * @param changedAt the source's time of the oldest change that led to it
 * @param revision the pack revision that decided
 */
public record StudentPlan(
    @Nullable StudentId student, Instant changedAt, String revision, List<Action> actions) {

  public StudentPlan {
    actions = List.copyOf(actions);
  }
}
