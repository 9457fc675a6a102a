package org.statecraft.deliver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statecraft.outbox.AbsentRecord;

/** What an answer calls absent, in the words of each generation of servers. */
final class AbsentNames {

  private static final List<Pattern> SENTENCES =
      List.of(
          Pattern.compile("(\\w+) reference could not be resolved"),
          Pattern.compile("related '(\\w+)' resource does not exist"),
          Pattern.compile("because the '(\\w+)' was not found"),
          Pattern.compile("[Tt]he referenced '?(\\w+)'? item does not exist"));

  private static final String UNRESOLVED = "data-conflict:unresolved-reference";
  private static final String REFERENCE = "Reference";

  private AbsentNames() {}

  /** The names of absent records; what we know of their keys is added by who has the document. */
  static List<AbsentRecord> in(Problem problem) {
    Set<String> names = new LinkedHashSet<>();
    for (Pattern pattern : SENTENCES) {
      Matcher matcher = pattern.matcher(problem.text());
      while (matcher.find()) {
        names.add(lowerCamel(matcher.group(1)));
      }
    }
    problem
        .json()
        .path("error")
        .path("failures")
        .forEach(failure -> names.add(lowerCamel(failure.path("resourceName").asText(""))));
    Iterator<String> paths = problem.json().path("validationErrors").fieldNames();
    while (problem.isType(UNRESOLVED) && paths.hasNext()) {
      names.add(nameAt(paths.next()));
    }
    names.remove("");
    List<AbsentRecord> absent = new ArrayList<>();
    names.forEach(name -> absent.add(new AbsentRecord(name, "{}")));
    return absent;
  }

  /** What a path such as {@code $.aReference} refers to. */
  private static String nameAt(String path) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return last.endsWith(REFERENCE) ? last.substring(0, last.length() - REFERENCE.length()) : "";
  }

  private static String lowerCamel(String name) {
    return name.isEmpty() ? "" : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
