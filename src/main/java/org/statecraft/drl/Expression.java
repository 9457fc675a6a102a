package org.statecraft.drl;

import java.util.List;
import java.util.Optional;
import org.statecraft.config.Place;

/** A value or a comparison in a rule. */
public sealed interface Expression {

  Place place();

  /** A text between quotes. */
  record Text(String value, Place place) implements Expression {}

  /** A number as it is written, such as {@code 1L}. */
  record Number(String digits, Place place) implements Expression {

    boolean isLong() {
      return digits.endsWith("L") || digits.endsWith("l");
    }

    boolean isWhole() {
      return digits.matches("\\d+[Ll]?");
    }
  }

  /** True or false. */
  record Flag(boolean value, Place place) implements Expression {}

  /** The word {@code null}: no value. */
  record Nothing(Place place) implements Expression {}

  /**
   * A name or names with dots: a field, what a fact in it has, or a name that {@code when} binds.
   */
  record Path(List<Step> steps, Place place) implements Expression {

    /** One name. */
    public record Step(String name, Place place) {}

    public Path {
      steps = List.copyOf(steps);
    }

    Step first() {
      return steps.get(0);
    }

    boolean startsWithBinding() {
      return first().name().startsWith("$");
    }

    List<String> names() {
      return steps.stream().map(Step::name).toList();
    }
  }

  /** A method: of a value, or, where there is none, by itself. */
  record Call(Optional<Expression> of, String method, List<Expression> arguments, Place place)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code !} or {@code -} before a value. */
  record Unary(String operator, Expression operand, Place place) implements Expression {}

  /** Two values and what stands between them. */
  record Binary(String operator, Expression left, Expression right, Place at)
      implements Expression {
    @Override
    public Place place() {
      return left.place();
    }
  }

  /** Whether a value is one of a list, or none of it. */
  record In(boolean negated, Expression operand, List<Expression> list, Place at)
      implements Expression {
    public In {
      list = List.copyOf(list);
    }

    @Override
    public Place place() {
      return operand.place();
    }
  }

  /** One of two values. */
  record Choice(Expression condition, Expression yes, Expression no) implements Expression {
    @Override
    public Place place() {
      return condition.place();
    }
  }
}
