package org.statecraft.app;

import java.io.PrintWriter;
import java.util.Collection;
import org.statecraft.config.Place;
import org.statecraft.config.Problem;
import org.statecraft.config.Quotes;

/** Shows problems with their lines, for people. */
final class ProblemReport {

  private final Quotes quotes = new Quotes();

  /** Four or five lines a problem: where, the line, what is wrong, what to write instead. */
  void print(Collection<Problem> problems, String kind, PrintWriter out) {
    for (Problem each : problems) {
      Place place = quotes.exact(each);
      out.println(place + kind);
      quotes
          .lineOf(place)
          .ifPresent(
              line -> {
                String number = Integer.toString(place.line());
                out.println("  " + number + " | " + line);
                out.println(
                    "  "
                        + " ".repeat(number.length())
                        + " | "
                        + " ".repeat(Math.max(0, place.column() - 1))
                        + "^");
              });
      out.println("  " + each.reason());
      if (!each.suggestion().isEmpty()) {
        out.println("  -> " + each.suggestion());
      }
      out.println();
    }
  }
}
