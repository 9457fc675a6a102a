package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.statecraft.admin.PlanJson;
import org.statecraft.preview.Change;
import org.statecraft.preview.Preview;

/** What edited rules would do, for people and as a file. */
final class PlanText {

  private static final int LONGEST = 300;

  private final PrintWriter out;
  private final int samples;

  PlanText(PrintWriter out, int samples) {
    this.out = out;
    this.samples = samples;
  }

  void print(Preview preview) {
    out.println(
        "%s: revision %s beside %s, %,d students"
            .formatted(
                preview.connection(), preview.edited(), preview.inForce(), preview.students()));
    if (preview.waiting() > 0) {
      out.println(
          "%,d requests are due by the rules in force as well and are not counted here"
              .formatted(preview.waiting()));
    }
    if (preview.isEmpty()) {
      out.println("Nothing would change.");
      out.println();
      return;
    }
    table("resource", preview, PlanJson::resource);
    table("rule", preview, PlanJson::rules);
    table("school", preview, PlanJson::schools);
    for (Change.Kind kind : Change.Kind.values()) {
      samples(preview, kind);
    }
  }

  private void table(String by, Preview preview, Function<Change, List<String>> key) {
    List<Change.Kind> kinds =
        preview.changes().stream().map(Change::kind).distinct().sorted().toList();
    List<String> head = new ArrayList<>(List.of(by));
    kinds.forEach(kind -> head.add(kind.words()));
    TextTable table = new TextTable(head.toArray(String[]::new));
    preview
        .counts(key)
        .forEach(
            (name, counts) -> {
              List<String> row = new ArrayList<>(List.of(name));
              kinds.forEach(kind -> row.add("%,d".formatted(counts.getOrDefault(kind, 0L))));
              table.row(row.toArray(String[]::new));
            });
    out.println();
    out.print(table);
  }

  private void samples(Preview preview, Change.Kind kind) {
    List<Change> of =
        preview.changes().stream().filter(each -> each.kind() == kind).limit(samples).toList();
    if (of.isEmpty()) {
      return;
    }
    out.println();
    out.println(kind.words() + ", for example");
    for (Change each : of) {
      out.println(
          "  "
              + PlanJson.resource(each).get(0)
              + " "
              + each.subject()
              + each.student().map(id -> ", student " + id).orElse("")
              + (each.rules().isEmpty() ? "" : ", by " + String.join(" ", each.rules())));
      out.println("    " + cut(each.reason()));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }

  static ObjectNode json(String pack, List<Preview> previews) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("pack", pack);
    ArrayNode all = root.putArray("connections");
    for (Preview each : previews) {
      ObjectNode one = PlanJson.of(each);
      ArrayNode changes = one.putArray("changes");
      each.changes().forEach(change -> changes.add(PlanJson.of(change)));
      all.add(one);
    }
    return root;
  }
}
