package org.statecraft.mutate;

import java.util.List;
import org.statecraft.config.Span;

/**
 * A condition between the commas of a fact pattern, taken apart as far as faults are made in it.
 */
sealed interface FieldCondition {

  Span span();

  /** One of several, joined by "or". */
  record Any(Span span, List<FieldCondition> operands) implements FieldCondition {}

  /** Several, joined by "and". */
  record All(Span span, List<FieldCondition> operands) implements FieldCondition {}

  /** A condition in brackets, which belong to the span. */
  record Bracketed(Span span, FieldCondition inner) implements FieldCondition {}

  /**
   * Two values compared.
   *
   * @param operator where the word of the comparison stands
   */
  record Comparison(Span span, Span left, Span operator, Span right) implements FieldCondition {}

  /** Anything else: a flag, a call, a negation. */
  record Other(Span span) implements FieldCondition {}
}
