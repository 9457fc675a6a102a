package org.statecraft.sync;

import java.util.List;
import org.statecraft.events.Event;
import org.statecraft.plan.Action;
import org.statecraft.plan.StudentPlan;
import org.statecraft.rules.Decision;

/** What was decided and planned for one claimed event. */
record StudentOutcome(Event event, Decision decision, List<Action> actions) {

  StudentPlan plan() {
    return new StudentPlan(event.student(), event.changedAt(), decision.revision(), actions);
  }
}
