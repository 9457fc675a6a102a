package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;
import org.statecraft.plan.Verb;

/**
 * What must come of a situation. What is empty is not looked at, except findings: a case that names
 * none expects none.
 *
 * @param records all records of a resource, each with the elements that matter; null stands for an
 *     element that is not sent
 * @param exactly whether the records have no other elements
 * @param actions all actions, in order
 * @param codes all default codes of a preference, by Campus value; an empty one is deliberately
 *     blank
 * @param fired ids of rules that must fire
 * @param silent ids of rules that must not fire
 */
record Expectation(
    Map<ResourceName, List<JsonNode>> records,
    boolean exactly,
    Optional<List<Exclusion>> excluded,
    List<Finding> findings,
    Optional<List<Action>> actions,
    Map<String, Map<String, Optional<String>>> codes,
    List<String> fired,
    List<String> silent,
    Optional<Meaning> meaning) {

  /** A Campus object that is not reported, and the reason shown. */
  record Exclusion(String source, String reason) {}

  /**
   * @param kind the word of the kind
   * @param about the Campus object; empty for any
   * @param says a part of the text
   */
  record Finding(String kind, String about, String says) {}

  /**
   * @param of elements of the body, or of the natural key of a DELETE
   * @param shared whether the record must belong to the connection; empty to not look
   */
  record Action(Verb verb, ResourceName resource, JsonNode of, Optional<Boolean> shared) {}

  /**
   * What an answer of the API means.
   *
   * @param error the word of the error type; "none" when there must be no entry; empty to not look
   * @param state the word of the next state; empty to not look
   */
  record Meaning(String outcome, String state, String error) {}
}
