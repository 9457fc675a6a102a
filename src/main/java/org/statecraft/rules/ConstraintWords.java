package org.statecraft.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFile;

/** Finds the field names in a pattern's constraints, with their exact place in the file. */
final class ConstraintWords {

  /** A text, a name with what stands before it, or anything else of no interest. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|([.$]?)([A-Za-z_]\\w*)((?:\\.[A-Za-z_]\\w*)*)\\s*([(:\\[]?)");

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  private static final Pattern REFLECTION = Pattern.compile("\\.(getClass|class)\\b");

  private static final Pattern NESTED = Pattern.compile("\\.([a-z]\\w*)");

  private static final Set<String> KEYWORDS =
      Set.of(
          "null",
          "true",
          "false",
          "in",
          "not",
          "contains",
          "matches",
          "memberOf",
          "excludes",
          "startsWith",
          "endsWith",
          "instanceof");

  /** Classes that only compute; conditions and {@code then} sides may name them. */
  static final Set<String> SCOPES = Set.of("LocalDate", "Math", "String", "Long");

  private ConstraintWords() {}

  static List<FieldUse> uses(PackFile file, String rule, PatternDescr pattern, Problems problems) {
    List<FieldUse> uses = new ArrayList<>();
    int line = Math.max(1, pattern.getLine());
    uses.add(
        new FieldUse(
            rule, pattern.getObjectType(), List.of(), find(file, pattern.getObjectType(), line)));
    for (BaseDescr each : pattern.getDescrs()) {
      if (each instanceof ExprConstraintDescr constraint) {
        refuseReflection(file, constraint.getExpression(), line, problems);
        Matcher token = TOKEN.matcher(constraint.getExpression());
        while (token.find()) {
          String word = token.group(2);
          if (word == null || !token.group(1).isEmpty() || KEYWORDS.contains(word)) {
            continue;
          }
          List<String> path = new ArrayList<>(List.of((word + token.group(3)).split("\\.")));
          Place place = find(file, String.join(".", path), line);
          boolean called = token.group(4).equals("(");
          if (word.equals("str") && token.group(4).equals("[")) {
            problems.add(place, "str[...] is not allowed; write startsWith(...) or matches");
          } else if (Character.isUpperCase(word.charAt(0))) {
            if (!SCOPES.contains(word)) {
              problems.add(
                  place,
                  word
                      + " may not be used in a condition; allowed are "
                      + SCOPES.stream().sorted().toList());
            }
          } else if ((called && path.size() == 1) || word.equals("eval") || word.equals("new")) {
            problems.add(place, "'" + word + "' may not be called in a condition");
          } else {
            if (called) {
              path.remove(path.size() - 1);
            }
            uses.add(new FieldUse(rule, pattern.getObjectType(), path, place));
          }
        }
      }
    }
    return uses;
  }

  private static void refuseReflection(
      PackFile file, String expression, int line, Problems problems) {
    Matcher reflection = REFLECTION.matcher(TEXT.matcher(expression).replaceAll(""));
    if (reflection.find()) {
      problems.add(
          find(file, reflection.group(1), line),
          "'" + reflection.group(1) + "' is not allowed in a condition");
    }
  }

  /** The names that stand behind a dot anywhere in a file. */
  static Set<String> nested(PackFile file) {
    Set<String> words = new LinkedHashSet<>();
    Matcher nested = NESTED.matcher(file.text());
    while (nested.find()) {
      words.add(nested.group(1));
    }
    return words;
  }

  /** The first place of a word at or after a line; the line itself if it is not found. */
  private static Place find(PackFile file, String word, int fromLine) {
    String[] lines = file.text().split("\n", -1);
    Pattern whole = Pattern.compile("(?<![\\w$.])" + Pattern.quote(word) + "(?!\\w)");
    for (int line = fromLine; line <= lines.length; line++) {
      Matcher found = whole.matcher(lines[line - 1]);
      if (found.find()) {
        return new Place(file.shown(), line, found.start() + 1);
      }
    }
    return new Place(file.shown(), fromLine, 0);
  }
}
