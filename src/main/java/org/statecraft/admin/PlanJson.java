package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.statecraft.edfi.ResourceName;
import org.statecraft.preview.Change;
import org.statecraft.preview.Preview;

/** What edited rules would do, as JSON. */
public final class PlanJson {

  private static final List<String> NONE = List.of("-");

  private PlanJson() {}

  /** A connection in numbers. */
  public static ObjectNode of(Preview each) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("connection", each.connection().value());
    one.put("inForce", each.inForce());
    one.put("edited", each.edited());
    one.put("students", each.students());
    one.put("dueAnyway", each.waiting());
    ObjectNode counts = one.putObject("counts");
    counts(each.counts(PlanJson::resource), counts.putObject("byResource"));
    counts(each.counts(PlanJson::rules), counts.putObject("byRule"));
    counts(each.counts(PlanJson::schools), counts.putObject("bySchool"));
    return one;
  }

  /** The resource that a change is counted under. */
  public static List<String> resource(Change change) {
    return change.resource().map(ResourceName::value).map(List::of).orElse(NONE);
  }

  /** The rules that a change is counted under. */
  public static List<String> rules(Change change) {
    return change.rules().isEmpty() ? NONE : change.rules();
  }

  /** The schools that a change is counted under. */
  public static List<String> schools(Change change) {
    return change.schools().isEmpty() ? NONE : change.schools();
  }

  private static void counts(Map<String, Map<Change.Kind, Long>> counts, ObjectNode to) {
    counts.forEach(
        (name, byKind) -> {
          ObjectNode one = to.putObject(name);
          byKind.forEach((kind, count) -> one.put(kind.words(), count));
        });
  }

  /** One change. */
  public static ObjectNode of(Change change) {
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    to.put("change", change.kind().words());
    change.resource().ifPresent(name -> to.put("resource", name.value()));
    to.put("subject", change.subject());
    change.student().ifPresent(id -> to.put("student", id));
    change.schools().forEach(to.putArray("schools")::add);
    change.rules().forEach(to.putArray("rules")::add);
    to.put("reason", change.reason());
    return to;
  }
}
