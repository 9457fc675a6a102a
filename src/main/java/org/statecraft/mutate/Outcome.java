package org.statecraft.mutate;

import java.util.List;

/**
 * What became of a mutant.
 *
 * @param by the case that noticed it, or what the check of the pack said; empty if nobody did
 * @param cases how many cases ran
 * @param near where nobody noticed: cases in which the changed rule fires, as a start for a new one
 */
record Outcome(Mutant mutant, Verdict verdict, String by, int cases, List<String> near) {

  /** How a fault was noticed. */
  enum Verdict {
    /** The check of the pack refuses it. */
    REFUSED,
    /** A case fails that decides about a student. */
    CASE,
    /** Only a case fails that states the codes of a table. */
    CODES,
    /** Nobody noticed, and a written reason says why nobody can. */
    EQUIVALENT,
    /** Nobody noticed. */
    SURVIVED
  }
}
