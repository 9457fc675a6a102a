package org.statecraft.mutate;

import java.util.List;
import org.statecraft.config.Span;

/**
 * A condition between the commas of a fact pattern, taken apart as far as faults are made in it.
 */
sealed interface Condition {

  Span span();

  /** One of several, joined by "or". */
  record Any(Span span, List<Condition> operands) implements Condition {}

  /** Several, joined by "and". */
  record All(Span span, List<Condition> operands) implements Condition {}

  /** A condition in brackets, which belong to the span. */
  record Bracketed(Span span, Condition inner) implements Condition {}

  /**
   * Two values compared.
   *
   * @param operator where the word of the comparison stands
   */
  record Comparison(Span span, Span left, Span operator, Span right) implements Condition {}

  /** Anything else: a flag, a call, a negation. */
  record Other(Span span) implements Condition {}
}
