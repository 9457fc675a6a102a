package org.statecraft.drl;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/** Tells of values that cannot be compared, and how they could be. */
final class ComparisonCheck {

  private static final Set<String> ORDER = Set.of("<", ">", "<=", ">=");

  private final Problems problems;

  ComparisonCheck(Problems problems) {
    this.problems = problems;
  }

  /** Two values with an operator between them. */
  void check(Expression.Binary binary, Type left, Type right) {
    if (isDateInQuotes(left, binary.right()) || isDateInQuotes(right, binary.left())) {
      return;
    }
    boolean order = ORDER.contains(binary.operator());
    if (order && (left.equals(Type.NOTHING) || right.equals(Type.NOTHING))) {
      problems.add(binary.at(), "nothing comes before or after null; write == null or != null");
    } else if (order ? !left.isOrderedWith(right) : !left.mayEqual(right)) {
      differ(binary.left(), left, binary.right(), right, binary.at());
    }
  }

  /** A value, and one of a list it may be in. */
  void checkListed(Expression value, Type type, Expression listed, Type other) {
    if (!isDateInQuotes(type, listed) && !type.mayEqual(other)) {
      differ(value, type, listed, other, listed.place());
    }
  }

  private boolean isDateInQuotes(Type type, Expression other) {
    if (!type.equals(Type.DATE) || !(other instanceof Expression.Text text)) {
      return false;
    }
    try {
      LocalDate.parse(text.value());
    } catch (DateTimeParseException e) {
      problems.add(
          text.place(), "\"" + text.value() + "\" is no date; write dates as \"2024-08-20\"");
    }
    return true;
  }

  private void differ(Expression one, Type oneType, Expression two, Type twoType, Place place) {
    if (oneType.equals(twoType)) {
      problems.add(
          place, "of " + oneType.words() + " and another none comes first; write == or !=");
      return;
    }
    problems.add(
        place,
        Words.of(one)
            + " is "
            + oneType.words()
            + ", but "
            + Words.of(two)
            + " is "
            + twoType.words()
            + "; they cannot be compared"
            + advice(oneType, two)
            + advice(twoType, one));
  }

  private static String advice(Type type, Expression literal) {
    if (type.isNumber() && literal instanceof Expression.Text text) {
      return text.value().matches("\\d+") ? ", write " + text.value() + " without quotes" : "";
    }
    if (type.equals(Type.TEXT) && literal instanceof Expression.Number number) {
      return ", write \"" + number.digits() + "\" in quotes";
    }
    if (type.equals(Type.FLAG) && literal instanceof Expression.Text text) {
      return text.value().matches("true|false")
          ? ", write " + text.value() + " without quotes"
          : "";
    }
    return "";
  }
}
