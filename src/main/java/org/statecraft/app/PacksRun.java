package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.statecraft.cli.Format;
import org.statecraft.cli.PackCommands.PacksOptions;
import org.statecraft.reload.Refusal;
import org.statecraft.reload.RefusalStore;
import org.statecraft.reload.Revision;
import org.statecraft.reload.RevisionStore;

/** Carries out {@code statecraft packs}. Blocking. */
final class PacksRun {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final int SHORT = 12;

  private final CommandDatabase database;
  private final PacksOptions options;
  private final PrintWriter out;
  private final InstantSource clock;
  private final RevisionStore revisions = new RevisionStore();
  private final RefusalStore refusals = new RefusalStore();

  PacksRun(CommandDatabase database, PacksOptions options, PrintWriter out, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.out = out;
    this.clock = clock;
  }

  /** Whether it was done. */
  boolean run() {
    List<Revision> known = database.await(revisions.list(database.database(), options.packs()));
    boolean done = options.rollBackTo().map(to -> rollBack(known, to)).orElseGet(() -> show(known));
    out.flush();
    return done;
  }

  private boolean show(List<Revision> known) {
    List<Refusal> refused =
        database.await(refusals.list(database.database())).stream()
            .filter(each -> options.packs().isEmpty() || options.packs().contains(each.pack()))
            .toList();
    if (options.format() == Format.JSON) {
      out.println(json(known, refused).toPrettyString());
      return true;
    }
    if (known.isEmpty()) {
      out.println(
          "No pack was in force yet" + (options.packs().isEmpty() ? "." : " by this name."));
      return options.packs().isEmpty();
    }
    TextTable table =
        new TextTable(
            "pack", "revision", "state", "in force since", "author", "rules", "cases", "");
    for (Revision each : known) {
      table.row(
          each.pack(),
          shortened(each),
          each.state().word(),
          TIME.format(each.liveAt()),
          each.author(),
          Integer.toString(each.rules()),
          each.cases().map(String::valueOf).orElse("not run"),
          told(each));
    }
    out.print(table);
    for (Refusal each : refused) {
      out.println();
      out.println(
          each.pack()
              + ": the files on disk are not in force, since "
              + TIME.format(each.at())
              + ":");
      each.problems().forEach(line -> out.println("  " + line));
    }
    return true;
  }

  private static String told(Revision each) {
    if (each.movedBy().isEmpty()) {
      return "";
    }
    String why = each.reason().isEmpty() ? "" : ": " + each.reason();
    return (each.state() == Revision.State.WITHDRAWN ? "withdrawn by " : "put back by ")
        + each.movedBy()
        + why;
  }

  private static String shortened(Revision each) {
    return each.revision().substring(0, Math.min(SHORT, each.revision().length()));
  }

  private boolean rollBack(List<Revision> known, String to) {
    String pack = options.packs().get(0);
    List<Revision> meant = known.stream().filter(each -> each.revision().startsWith(to)).toList();
    if (meant.size() != 1 || to.isEmpty()) {
      out.println(
          meant.isEmpty()
              ? "The pack " + pack + " has no revision " + to + "; 'packs' shows which it has."
              : "More than one revision of "
                  + pack
                  + " begins with '"
                  + to
                  + "'; write more of it.");
      return false;
    }
    Revision revision = meant.get(0);
    Instant now = clock.instant();
    boolean moved =
        database.await(
            database
                .database()
                .inTransaction(
                    tx ->
                        revisions.putBack(
                            tx, pack, revision.revision(), options.by(), options.reason(), now)));
    out.println(
        moved
            ? "Revision "
                + shortened(revision)
                + " of "
                + pack
                + " is put back. A running server decides by it within seconds; what was decided"
                + " before waits for a resync."
            : "Revision " + shortened(revision) + " of " + pack + " is in force already.");
    return true;
  }

  private static ObjectNode json(List<Revision> known, List<Refusal> refused) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode all = root.putArray("revisions");
    for (Revision each : known) {
      ObjectNode one = all.addObject();
      one.put("pack", each.pack());
      one.put("revision", each.revision());
      one.put("state", each.state().word());
      one.put("author", each.author());
      one.put("rules", each.rules());
      each.cases().ifPresent(cases -> one.put("cases", cases));
      one.put("first_at", each.firstAt().toString());
      one.put("live_at", each.liveAt().toString());
      one.put("moved_by", each.movedBy());
      one.put("reason", each.reason());
    }
    ArrayNode not = root.putArray("refused");
    for (Refusal each : refused) {
      ObjectNode one = not.addObject();
      one.put("pack", each.pack());
      one.put("at", each.at().toString());
      ArrayNode problems = one.putArray("problems");
      each.problems().forEach(problems::add);
    }
    return root;
  }
}
