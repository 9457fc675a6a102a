package org.statecraft.drl;

import java.util.List;
import org.statecraft.config.Place;
import org.statecraft.config.Span;

/** One of the things that must be so for a rule to fire. */
public sealed interface Condition {

  Place place();

  Span span();

  /**
   * There is such a fact.
   *
   * @param binding the name it is given; empty for none
   */
  record Pattern(String binding, String type, List<Constraint> constraints, Place place, Span span)
      implements Condition {
    public Pattern {
      constraints = List.copyOf(constraints);
    }
  }

  /** There is none. */
  record Not(Condition of, Place place, Span span) implements Condition {}

  /** There is one, however many there are. */
  record Exists(Condition of, Place place, Span span) implements Condition {}

  /** All of these hold. */
  record All(List<Condition> of, Place place, Span span) implements Condition {
    public All {
      of = List.copyOf(of);
    }
  }

  /** One of these holds. */
  record Any(List<Condition> of, Place place, Span span) implements Condition {
    public Any {
      of = List.copyOf(of);
    }
  }

  /** Every fact of the first pattern meets the others. */
  record Forall(List<Condition> of, Place place, Span span) implements Condition {
    public Forall {
      of = List.copyOf(of);
    }
  }

  /** What all matching facts come to together. */
  record Accumulate(
      Condition source, List<Total> totals, List<Constraint> constraints, Place place, Span span)
      implements Condition {
    public Accumulate {
      totals = List.copyOf(totals);
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * What a pattern asks of its fact, or of the fields it has a look at.
   *
   * @param binding the name the value is given; empty for none
   */
  record Constraint(String binding, Expression expression, Place place, Span span) {}

  /** A total of an accumulate, such as {@code $latest : max( $date )}. */
  record Total(String binding, String function, List<Expression> arguments, Place place) {
    public Total {
      arguments = List.copyOf(arguments);
    }
  }
}
