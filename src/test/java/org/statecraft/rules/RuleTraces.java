package org.statecraft.rules;

/** Traces for tests of other packages. */
public final class RuleTraces {

  private RuleTraces() {}

  /** No rule spoke. */
  public static RuleTrace none() {
    return RuleTrace.NONE;
  }
}
