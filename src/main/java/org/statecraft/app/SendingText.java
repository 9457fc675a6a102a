package org.statecraft.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.statecraft.admin.SendingStatus;
import org.statecraft.deliver.DeliveryState;
import org.statecraft.deliver.DeliveryStateStore.Sender;
import org.statecraft.outbox.HeldUpStore.Backlog;
import org.statecraft.outbox.Pause;

/** How one connection is sent on, for people. */
final class SendingText {

  private final PrintWriter out;
  private final InstantSource clock;

  SendingText(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Pauses, who sends, and what waits, each on lines of its own. */
  void print(SendingStatus status) {
    status.pauses().forEach(each -> out.println("  " + words(each)));
    if (status.senders().isEmpty()) {
      out.println("  no process sends on it at the moment");
    } else {
      out.print(table(status.senders()).indent(2));
    }
    out.println("  " + words(status.backlogs()));
  }

  private static String words(Pause pause) {
    return "PAUSED"
        + pause.resource().map(name -> " " + name).orElse("")
        + " since "
        + pause.at()
        + " by "
        + pause.by()
        + (pause.reason().isEmpty() ? "" : ": " + pause.reason());
  }

  private String table(List<Sender> senders) {
    TextTable table =
        new TextTable("process", "state", "at once", "its share", "under way", "answers after");
    for (Sender each : senders) {
      DeliveryState state = each.state();
      table.row(
          each.name(),
          state.word() + (state.until() == null ? "" : " for " + left(state.until())),
          Integer.toString(state.concurrency()),
          Integer.toString(state.ceiling()),
          Integer.toString(state.underWay()),
          state.latencyMillis().isPresent() ? state.latencyMillis().getAsInt() + " ms" : "-");
    }
    return table.toString();
  }

  private String left(Instant until) {
    return Math.max(0, Duration.between(clock.instant(), until).toSeconds()) + " s";
  }

  private String words(List<Backlog> backlogs) {
    if (backlogs.isEmpty()) {
      return "nothing waits";
    }
    Instant oldest = backlogs.stream().map(Backlog::oldest).min(Instant::compareTo).orElseThrow();
    return backlogs.stream()
            .map(each -> each.state().word() + " " + "%,d".formatted(each.actions()))
            .collect(Collectors.joining(", "))
        + "; the oldest since "
        + oldest;
  }
}
