package org.statecraft.deliver;

import java.util.Optional;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.plan.Verb;

/**
 * What an answer of an Ed-Fi API means for the action that asked, in the words that states,
 * messages and the error log have.
 *
 * @param outcome such as {@code created}
 * @param state the action's next state, such as {@code done}
 * @param error the type of the error log entry; empty when there is none
 */
public record AnswerMeaning(String outcome, String state, Optional<String> error) {

  /**
   * Reads an answer as delivery with its default settings does.
   *
   * @param attempt which attempt this was, from 1
   */
  public static AnswerMeaning of(Verb verb, int status, String body, int attempt) {
    DeliveryOutcome outcome =
        ResponseReader.read(verb, new Answer(status, null, Optional.empty(), body));
    DeliverConfig config = DeliverConfig.defaults();
    return new AnswerMeaning(
        outcome.word(),
        outcome.nextState(attempt, config).word(),
        outcome.error(attempt, config).map(ErrorType::word));
  }
}
