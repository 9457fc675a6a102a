package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.statecraft.admin.ErrorGroup;
import org.statecraft.admin.ErrorJson;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.OpenError;

/** Root causes as text for people, and as JSON. */
final class ErrorsText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);

  private ErrorsText() {}

  static String list(List<ErrorGroup> groups) {
    if (groups.isEmpty()) {
      return "No errors are open.\n";
    }
    TextTable table =
        new TextTable(
            "cause", "connection", "who acts", "failing", "behind", "entries", "last", "what");
    for (ErrorGroup each : groups) {
      boolean isId = each.roots().size() == 1;
      table.row(
          isId ? each.name() : "(many)",
          each.connection().value(),
          each.type().actor().word(),
          number(each.records() - each.behind()),
          number(each.behind()),
          number(each.entries()),
          TIME.format(each.lastAt()),
          each.text());
    }
    return table
        + "\n'errors show <cause>' tells what may be the reason and how to fix it, by the first or"
        + " the last column.\n";
  }

  static String show(ErrorGroup group, List<OpenError> entries, boolean answers) {
    StringBuilder text = new StringBuilder();
    text.append(group.text()).append("\n  ").append(group.detail()).append('\n');
    text.append("  Connection ").append(group.connection());
    text.append(group.roots().size() == 1 ? ", cause " + group.name() : "").append('\n');
    text.append(
        "  %,d entries, %,d put aside; occurred %,d times from %s to %s%n"
            .formatted(
                group.entries(),
                group.archived(),
                group.occurrences(),
                TIME.format(group.firstAt()),
                TIME.format(group.lastAt())));
    text.append(
        "  Not sent because of it: %s; %,d wait behind them%n"
            .formatted(failing(group), group.behind()));
    group
        .correlationId()
        .ifPresent(id -> text.append("  Correlation id for the host: ").append(id).append('\n'));
    text.append("Who must act\n  ").append(group.type().actor().word()).append('\n');
    text.append("Possible causes\n");
    group.type().possibleCauses().forEach(each -> text.append("  - ").append(each).append('\n'));
    text.append("How to fix\n  ").append(group.type().howToFix()).append('\n');
    text.append("Entries, the newest first\n");
    entries.forEach(each -> append(text, each, answers));
    return text.append('\n').toString();
  }

  private static void append(StringBuilder text, OpenError open, boolean answers) {
    ErrorEntry entry = open.entry();
    text.append(
        "  %d  %s  %s%s  %s%n"
            .formatted(
                open.id(),
                TIME.format(open.lastAt()),
                entry.resource() == null ? "-" : entry.resource(),
                entry.outboxId() == null ? "" : "  action " + entry.outboxId(),
                entry.detail()));
    if (answers && entry.key() != null) {
      text.append("    key ").append(entry.key().json()).append('\n');
    }
    if (answers && entry.answer() != null) {
      text.append("    answer ").append(entry.answer().strip()).append('\n');
    }
  }

  private static String failing(ErrorGroup group) {
    String failing =
        group.failing().entrySet().stream()
            .map(each -> each.getKey() + " " + number(each.getValue()))
            .collect(Collectors.joining(", "));
    return failing.isEmpty() ? "nothing in the outbox" : failing;
  }

  static String json(List<ErrorGroup> groups) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    groups.forEach(each -> all.add(ErrorJson.of(each)));
    return all.toPrettyString() + "\n";
  }

  static String json(ErrorGroup group, List<OpenError> entries, boolean answers) {
    ObjectNode object = ErrorJson.of(group);
    ArrayNode list = object.putArray("entriesNewestFirst");
    entries.forEach(each -> list.add(ErrorJson.of(each, answers)));
    return object.toPrettyString() + "\n";
  }

  private static String number(long value) {
    return "%,d".formatted(value);
  }
}
