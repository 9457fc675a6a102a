package org.statecraft.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.YamlNode;

/** What a script says of a value: a text with placeholders, or one of a few ways to choose one. */
sealed interface Expression {

  /** The value; null if there is none. */
  @Nullable String value(Scope scope);

  /**
   * What a value may depend on. The same scope always gives the same value.
   *
   * @param place names the value within the script, so that no two are drawn alike
   * @param number of the student, from 1; 0 for what is not a student's
   * @param current what stood there before
   */
  record Scope(long seed, String place, int number, Rows rows, @Nullable String current) {

    SplittableRandom random() {
      long mixed = seed;
      for (char c : (place + '/' + number).toCharArray()) {
        mixed = mixed * 6364136223846793005L + c;
      }
      return new SplittableRandom(mixed);
    }
  }

  /** The rows a placeholder may name. */
  interface Rows {
    @Nullable String column(String label, String column);
  }

  /** Reads what stands in a script. */
  static Expression read(YamlNode node) {
    if (!node.isMap()) {
      return new Text(node.isEmpty() ? null : node.text());
    }
    node.only("any", "number", "between", "later");
    Map.Entry<String, YamlNode> only = node.map().entrySet().iterator().next();
    YamlNode argument = only.getValue();
    return switch (only.getKey()) {
      case "any" -> any(argument);
      case "number" -> new Number(argument.number(0));
      case "between" -> between(argument);
      case "later" -> new Later(argument.number(0));
      default -> new Text(null);
    };
  }

  private static Expression any(YamlNode choices) {
    List<Expression> all = new ArrayList<>();
    if (choices.isMap()) {
      choices
          .map()
          .forEach(
              (text, weight) -> {
                for (long i = 0; i < weight.number(1); i++) {
                  all.add(new Text(text.isEmpty() ? null : text));
                }
              });
    } else {
      choices.list().forEach(each -> all.add(read(each)));
    }
    if (all.isEmpty()) {
      choices.problem("there is nothing to choose from");
      all.add(new Text(null));
    }
    return new Any(all);
  }

  private static Expression between(YamlNode borders) {
    List<LocalDate> dates =
        borders.list().stream().flatMap(each -> each.date().stream()).sorted().toList();
    if (dates.size() != 2) {
      borders.problem("expected two dates");
      return new Text(null);
    }
    return new Between(dates.get(0), dates.get(1));
  }

  /**
   * A text. {@code ${n}} is the student's number in four digits, {@code ${label.column}} a column
   * of a row; where that has no value, the whole text has none.
   */
  record Text(@Nullable String template) implements Expression {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:n|([^.}]+)\\.([^}]+))}");

    @Override
    public @Nullable String value(Scope scope) {
      if (template == null) {
        return null;
      }
      Matcher matcher = PLACEHOLDER.matcher(template);
      StringBuilder text = new StringBuilder();
      while (matcher.find()) {
        String filled =
            matcher.group(1) == null
                ? String.format("%04d", scope.number())
                : scope.rows().column(matcher.group(1), matcher.group(2));
        if (filled == null) {
          return null;
        }
        matcher.appendReplacement(text, Matcher.quoteReplacement(filled));
      }
      return matcher.appendTail(text).toString();
    }
  }

  /** One of several, each as likely as it stands there often. */
  record Any(List<Expression> choices) implements Expression {

    @Override
    public @Nullable String value(Scope scope) {
      return choices.get(scope.random().nextInt(choices.size())).value(scope);
    }
  }

  /** The student's number on top of another: a key. */
  record Number(long base) implements Expression {

    @Override
    public String value(Scope scope) {
      return Long.toString(base + scope.number());
    }
  }

  /** A school day from one date to another. */
  record Between(LocalDate first, LocalDate last) implements Expression {

    @Override
    public String value(Scope scope) {
      long days = ChronoUnit.DAYS.between(first, last);
      return onSchoolDay(first.plusDays(scope.random().nextLong(days + 1))).toString();
    }
  }

  /** So many days after the date that stood there. */
  record Later(long days) implements Expression {

    @Override
    public @Nullable String value(Scope scope) {
      if (scope.current() == null) {
        return null;
      }
      try {
        return onSchoolDay(LocalDate.parse(scope.current()).plusDays(days)).toString();
      } catch (DateTimeParseException e) {
        throw new IllegalStateException("no date to count from at " + scope.place(), e);
      }
    }
  }

  private static LocalDate onSchoolDay(LocalDate date) {
    if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return date.plusDays(2);
    }
    return date.getDayOfWeek() == DayOfWeek.SUNDAY ? date.plusDays(1) : date;
  }
}
