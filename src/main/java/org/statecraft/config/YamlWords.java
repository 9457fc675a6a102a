package org.statecraft.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Says what is wrong with a text that is no YAML, in words for the person who edits it. */
final class YamlWords {

  private static final String NO_COLON = "could not find expected ':'";

  /** What the reader of YAML says, by its beginning, and what is meant. The order counts. */
  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put("found character '\\t", "a tab stands here; indent with blanks");
    MEANINGS.put(
        "expected <block end>, but found ']'", "there is no '[' that this closes; remove it");
    MEANINGS.put(
        "expected <block end>, but found '}'", "there is no '{' that this closes; remove it");
    MEANINGS.put(
        "expected <block end>",
        "this line is not indented as those it belongs to; begin it in the same column");
    MEANINGS.put(
        "mapping values are not allowed",
        "there is no 'name: value' to be here; indent the line as those it belongs to, or put a text"
            + " with a colon in it in quotes");
    MEANINGS.put(
        NO_COLON, "'name: value' is expected here; write a colon and a blank behind the name");
    MEANINGS.put("expected ',' or ']'", "the list is not closed before this; write ',' or ']'");
    MEANINGS.put("expected ',' or '}'", "the braces are not closed before this; write ',' or '}'");
    MEANINGS.put(
        "found unexpected end of stream", "a quote is not closed; write it at the text's end");
    MEANINGS.put("found undefined alias", "a text that begins with '*' needs quotes");
    MEANINGS.put("found character", "no text begins with this; put it in quotes");
    MEANINGS.put(
        "special characters are not allowed", "this is no text; save it as plain text in UTF-8");
  }

  private YamlWords() {}

  static String of(MarkedYAMLException error) {
    return of(String.valueOf(error.getProblem()));
  }

  static String of(YAMLException error) {
    return of(String.valueOf(error.getMessage()).replaceFirst("^unacceptable .* ", ""));
  }

  private static String of(String said) {
    return MEANINGS.entrySet().stream()
        .filter(each -> said.startsWith(each.getKey()) || said.contains(each.getKey() + " in "))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(said);
  }

  /** Where it is wrong: where a colon is missing, in the line that lacks it. */
  static Place place(String file, MarkedYAMLException error) {
    Mark mark =
        NO_COLON.equals(error.getProblem()) ? error.getContextMark() : error.getProblemMark();
    return Optional.ofNullable(mark)
        .map(each -> new Place(file, each.getLine() + 1, each.getColumn() + 1))
        .orElse(Place.of(file));
  }
}
