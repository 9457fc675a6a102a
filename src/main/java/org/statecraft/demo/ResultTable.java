package org.statecraft.demo;

import io.vertx.core.Future;
import java.util.List;
import org.statecraft.connections.Connection;
import org.statecraft.db.SqlRunner;

/** The table at the end of the demo, as text. */
public final class ResultTable {

  private static final String RULE = "-".repeat(100);

  private ResultTable() {}

  /** Reads what became of a connection's changes and sets it out. */
  public static Future<String> of(SqlRunner sql, Connection connection) {
    return new ResultStore().result(sql, connection.name()).map(result -> text(connection, result));
  }

  static String text(Connection connection, ResultStore.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(RULE).append('\n');
    text.append(
        line(
            "%s   district %s, school year %s, pack %s, Data Standard %s",
            connection.name(),
            connection.district(),
            connection.schoolYear(),
            connection.pack(),
            connection.dataStandard()));
    text.append(RULE).append('\n');
    text.append(
        line(
            "%-36s %6s %6s %7s  %-18s %7s %8s",
            "sent", "POST", "PUT", "DELETE", "  of it DELETE+POST", "waiting", "held now"));
    result
        .sent()
        .forEach(
            each ->
                text.append(
                    line(
                        "  %-34s %6d %6d %7d  %18d  %7d %8d",
                        each.resource(),
                        each.posts(),
                        each.puts(),
                        each.deletes(),
                        each.moved(),
                        each.open() + each.discarded(),
                        each.held())));
    if (result.sent().isEmpty()) {
      text.append(line("  nothing"));
    }
    text.append(line("not reported"));
    result
        .excluded()
        .forEach(
            each ->
                text.append(
                    line("  %-34s %6d  %s", each.resource(), each.records(), each.reason())));
    if (result.excluded().isEmpty()) {
      text.append(line("  nothing"));
    }
    text.append(line("errors"));
    result.failed().forEach(each -> text.append(failed(each)));
    if (result.failed().isEmpty()) {
      text.append(line("  none"));
    }
    return text.toString();
  }

  private static String failed(ResultStore.Failed each) {
    StringBuilder text = new StringBuilder();
    text.append(
        line("  %-34s %6d  %s: %s", each.resource(), each.entries(), each.type(), each.cause()));
    for (String part : wrapped(each.detail(), 90)) {
      text.append(line("  %8s%s", "", part));
    }
    List<String> advice = wrapped("How to fix: " + each.howToFix(), 90);
    advice.forEach(part -> text.append(line("  %8s%s", "", part)));
    return text.toString();
  }

  static List<String> wrapped(String text, int width) {
    List<String> lines = new java.util.ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String line(String format, Object... arguments) {
    return String.format(java.util.Locale.ROOT, format, arguments).stripTrailing() + "\n";
  }
}
