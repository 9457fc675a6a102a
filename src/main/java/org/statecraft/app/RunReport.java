package org.statecraft.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.statecraft.admin.RunJson;
import org.statecraft.preferences.Report;
import org.statecraft.resync.PlanFigureStore.SummaryLine;
import org.statecraft.resync.ResyncRun;
import org.statecraft.resync.RunState;

/** Shows a run with its plan in numbers. */
final class RunReport implements Report {

  private final ResyncRun run;
  private final List<SummaryLine> lines;

  RunReport(ResyncRun run, List<SummaryLine> lines) {
    this.run = run;
    this.lines = List.copyOf(lines);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(run.connection()).append(": ").append(run.kind().word()).append(' ');
    text.append(run.id()).append(", ").append(counts()).append('\n');
    if (!lines.isEmpty()) {
      TextTable table = new TextTable("action", "records", "resource", "school", "reason");
      for (SummaryLine each : lines) {
        table.row(
            each.action(),
            "%,d".formatted(each.records()),
            each.resource(),
            each.school().isEmpty() ? "-" : each.school(),
            each.reason());
      }
      text.append(table).append(order()).append("Samples\n");
      for (SummaryLine each : lines) {
        text.append("  ").append(each.action()).append(' ').append(each.resource());
        text.append(", ").append(each.reason()).append('\n');
        each.samples().forEach(key -> text.append("    ").append(key).append('\n'));
      }
    }
    run.planHash().ifPresent(hash -> text.append("Plan ").append(hash).append('\n'));
    return text.append(state()).append('\n').toString();
  }

  private String counts() {
    StringBuilder counts = new StringBuilder();
    run.counts()
        .forEach(
            (name, count) ->
                counts
                    .append(counts.isEmpty() ? "" : ", ")
                    .append("%s %,d".formatted(name, count)));
    return counts.isEmpty() ? "nothing to do" : counts.toString();
  }

  private String state() {
    String because = run.problem().map(problem -> ": " + problem).orElse("");
    return switch (run.state()) {
      case READING, COMPARING -> "Not planned yet.";
      case PLANNED ->
          lines.isEmpty()
              ? "Nothing is to be changed."
              : because.isEmpty() ? "Planned; nothing was done." : "Nothing was done" + because;
      case APPLYING -> "Stopped while it was handed to delivery; 'apply' goes on with it.";
      case DONE ->
          lines.isEmpty() ? "Nothing is to be changed." : "Handed to delivery, see 'deliver'.";
      case REFUSED -> "Refused, nothing was done" + because;
      case CANCELLED -> "Given up" + because;
    };
  }

  /** Whether there is nothing to be done. */
  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Whether it stands where a person must do something. */
  boolean isStopped() {
    return run.state() == RunState.REFUSED
        || run.state() == RunState.CANCELLED
        || (run.state() == RunState.PLANNED && run.problem().isPresent());
  }

  /** What goes first: dependants, then what they refer to. */
  private String order() {
    List<String> deleted =
        lines.stream()
            .filter(each -> each.action().equals("DELETE"))
            .map(SummaryLine::resource)
            .distinct()
            .toList();
    return run.kind() == ResyncRun.RunKind.DELETE && deleted.size() > 1
        ? "Deleted in this order: " + String.join(", then ", deleted) + "\n"
        : "";
  }

  @Override
  public JsonNode json() {
    return RunJson.of(run, lines);
  }
}
