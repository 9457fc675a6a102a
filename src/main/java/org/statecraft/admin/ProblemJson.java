package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.statecraft.config.Place;
import org.statecraft.config.Problem;
import org.statecraft.config.Quotes;

/** Problems of files as JSON, each with its line. */
public final class ProblemJson {

  private ProblemJson() {}

  /** Adds problems to a list. */
  public static void add(Collection<Problem> problems, Quotes quotes, ArrayNode to) {
    for (Problem each : problems) {
      Place place = quotes.exact(each);
      ObjectNode one = to.addObject();
      one.put("file", place.file());
      one.put("line", place.line());
      one.put("column", place.column());
      one.put("quoted", quotes.lineOf(place).orElse(""));
      one.put("reason", each.reason());
      one.put("suggestion", each.suggestion());
    }
  }
}
