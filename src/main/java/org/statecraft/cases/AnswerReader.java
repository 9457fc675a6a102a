package org.statecraft.cases;

import java.util.Optional;
import org.statecraft.plan.Verb;

/**
 * Tells what an answer of the Ed-Fi API means for the action that asked. The cases know the words
 * only; who delivers knows the meaning.
 */
@FunctionalInterface
public interface AnswerReader {

  /**
   * @param attempt which attempt this was, from 1
   */
  Meaning read(Verb verb, int status, String body, int attempt);

  /**
   * What becomes of the action and what people are told.
   *
   * @param outcome the word of the outcome, such as {@code created}
   * @param state the word of the action's next state, such as {@code done}
   * @param error the word of the error log entry's type; empty when there is none
   */
  record Meaning(String outcome, String state, Optional<String> error) {}
}
