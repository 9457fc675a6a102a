package org.statecraft.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quotes the lines that problems are about, reading each file once. */
public final class Quotes {

  /** What the places in these files have is exact already. */
  private static final String EXACT = ".drl";

  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  private final Map<String, List<String>> files = new HashMap<>();

  /** The line of a place; empty if its file cannot be read. */
  public Optional<String> lineOf(Place place) {
    List<String> lines = files.computeIfAbsent(place.file(), Quotes::read);
    int line = Math.max(1, place.line());
    return line <= lines.size() ? Optional.of(lines.get(line - 1)) : Optional.empty();
  }

  /**
   * The place of a problem to the column. Where the message names a word of the line in single
   * quotes, that is where the word stands; else the place's own column, or the line's first word.
   */
  public Place exact(Problem problem) {
    Place place = problem.place();
    String text = lineOf(place).orElse("");
    int line = Math.max(1, place.line());
    if (place.column() > 0 && place.file().endsWith(EXACT)) {
      return place;
    }
    Matcher quoted = QUOTED.matcher(problem.reason());
    if (quoted.find()) {
      int at = find(text, quoted.group(1), place.column() - 1);
      if (at >= 0) {
        return new Place(place.file(), line, at + 1);
      }
    }
    int indent = text.length() - text.stripLeading().length();
    return new Place(place.file(), line, place.column() > 0 ? place.column() : indent + 1);
  }

  /** A word or the last part of a dotted one, rather after a column than before it. */
  private static int find(String text, String word, int from) {
    for (String each : List.of(word, word.substring(word.lastIndexOf('.') + 1))) {
      Matcher whole = Pattern.compile("(?<!\\w)" + Pattern.quote(each) + "(?!\\w)").matcher(text);
      if (!each.isEmpty()
          && (whole.find(Math.max(0, Math.min(from, text.length()))) || whole.find(0))) {
        return whole.start();
      }
    }
    return -1;
  }

  private static List<String> read(String file) {
    try {
      return TextFile.read(Path.of(file)).lines().toList();
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }
}
