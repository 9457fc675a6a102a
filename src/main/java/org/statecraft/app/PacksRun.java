package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.statecraft.admin.PackDesk;
import org.statecraft.admin.PackJson;
import org.statecraft.cli.Format;
import org.statecraft.cli.PackCommands.PacksOptions;
import org.statecraft.reload.Refusal;
import org.statecraft.reload.Revision;

/** Carries out {@code statecraft packs}. Blocking. */
final class PacksRun {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final int SHORT = 12;

  private final CommandDatabase database;
  private final PacksOptions options;
  private final PrintWriter out;
  private final PackDesk desk;

  PacksRun(CommandDatabase database, PacksOptions options, PrintWriter out, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.out = out;
    this.desk = new PackDesk(database.database(), clock);
  }

  /** Whether it was done. */
  boolean run() {
    boolean done = options.rollBackTo().map(this::rollBack).orElseGet(this::show);
    out.flush();
    return done;
  }

  private boolean show() {
    List<Revision> known = database.await(desk.revisions(options.packs()));
    List<Refusal> refused = database.await(desk.refused(options.packs()));
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

  private boolean rollBack(String to) {
    String pack = options.packs().get(0);
    PackDesk.RollBack done =
        database.make(options.by(), desk.rollingBack(pack, to, options.by(), options.reason()));
    String revision = done.revision().map(PacksRun::shortened).orElse(to);
    out.println(
        switch (done.result()) {
          case UNKNOWN ->
              "The pack " + pack + " has no revision " + to + "; 'packs' shows which it has.";
          case AMBIGUOUS ->
              "More than one revision of " + pack + " begins with '" + to + "'; write more of it.";
          case IN_FORCE -> "Revision " + revision + " of " + pack + " is in force already.";
          case PUT_BACK ->
              "Revision "
                  + revision
                  + " of "
                  + pack
                  + " is put back. A running server decides by it within seconds; what was decided"
                  + " before waits for a resync.";
        });
    return done.revision().isPresent();
  }

  private static ObjectNode json(List<Revision> known, List<Refusal> refused) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode all = root.putArray("revisions");
    known.forEach(each -> all.add(PackJson.of(each)));
    ArrayNode not = root.putArray("refused");
    refused.forEach(each -> not.add(PackJson.of(each)));
    return root;
  }
}
