package org.statecraft.rules;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.RuleDescr;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFile;

/**
 * The {@code then} of a rule: one statement that inserts one derived fact, made of bindings, their
 * getters, literals and the few classes that only compute.
 *
 * @param derives the fact it inserts; empty if it is refused
 * @param values how many values it gives the fact; {@link #NOT_COUNTED} if it is refused anyhow
 * @param getters the fields it reads, capitalised, whatever fact they are of
 */
record ThenSide(String derives, Place place, int values, Set<String> getters) {

  /** The number of values of a {@code then} that is refused anyhow. */
  static final int NOT_COUNTED = -1;

  private static final Pattern WHOLE =
      Pattern.compile(
          "\\s*insert\\s*\\(\\s*new\\s+([A-Za-z]\\w*)\\s*\\((.*)\\)\\s*\\)\\s*;\\s*",
          Pattern.DOTALL);

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  private static final Pattern FORBIDDEN =
      Pattern.compile("[;{}=]|->|\\bnew\\b|\\b(?:getC|c)lass\\b");

  /** A text, a number, or a name with what stands before it. */
  private static final Pattern WORD =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\d[\\w.]*|[.$]?[A-Za-z_]\\w*");

  private static final Pattern GETTER = Pattern.compile("\\.(?:get|is)([A-Z]\\w*)\\s*\\(");

  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  /**
   * Reads and checks the {@code then} of a rule.
   *
   * @param bound the names its {@code when} binds
   */
  static ThenSide read(PackFile file, RuleDescr rule, Set<String> bound, Problems problems) {
    Place place = new Place(file.shown(), firstLine(file, rule.getConsequenceLine()), 0);
    String title = "rule \"" + rule.getName() + "\": ";
    Matcher whole = WHOLE.matcher(String.valueOf(rule.getConsequence()));
    if (!whole.matches()) {
      problems.add(place, title + "'then' is one line, insert( new Fact( ... ) );");
      return new ThenSide("", place, 0, Set.of());
    }
    String arguments = whole.group(2);
    Set<String> getters = new LinkedHashSet<>();
    GETTER.matcher(arguments).results().forEach(each -> getters.add(each.group(1)));
    String bare = TEXT.matcher(arguments).replaceAll("\"\"");
    Matcher forbidden = FORBIDDEN.matcher(bare.replace("==", ""));
    if (forbidden.find()) {
      problems.add(place, title + "'" + forbidden.group() + "' is not allowed in 'then'");
      return new ThenSide(whole.group(1), place, NOT_COUNTED, getters);
    }
    WORD.matcher(bare)
        .results()
        .forEach(each -> checkWord(each.group(), bound, place, title, problems));
    return new ThenSide(whole.group(1), place, count(bare), getters);
  }

  /** The first line of what stands after a {@code then}. */
  private static int firstLine(PackFile file, int thenLine) {
    String[] lines = file.text().split("\n", -1);
    int line = Math.max(1, thenLine);
    if (line <= lines.length && lines[line - 1].strip().equals("then")) {
      line++;
    }
    while (line < lines.length && lines[line - 1].isBlank()) {
      line++;
    }
    return line;
  }

  private static void checkWord(
      String word, Set<String> bound, Place place, String title, Problems problems) {
    char first = word.charAt(0);
    if (first == '$') {
      if (!bound.contains(word)) {
        problems.add(place, title + "'when' does not name " + word + DidYouMean.hint(word, bound));
      }
    } else if (Character.isUpperCase(first)
        ? !ConstraintWords.SCOPES.contains(word)
        : Character.isLowerCase(first) && !LITERALS.contains(word)) {
      problems.add(
          place,
          title
              + word
              + " may not be used in 'then'; allowed are names that 'when' binds, and "
              + ConstraintWords.SCOPES.stream().sorted().toList());
    }
  }

  /** The number of values between the commas that stand in no brackets. */
  private static int count(String arguments) {
    int depth = 0;
    int count = arguments.isBlank() ? 0 : 1;
    for (char c : arguments.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      count += c == ',' && depth == 0 ? 1 : 0;
    }
    return count;
  }
}
