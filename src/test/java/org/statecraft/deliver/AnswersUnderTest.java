package org.statecraft.deliver;

import java.util.Optional;
import org.statecraft.cases.AnswerReader;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.plan.Verb;

/** Lets the cases beside the rules ask what delivery makes of an answer. */
public final class AnswersUnderTest implements AnswerReader {

  @Override
  public Meaning read(Verb verb, int status, String body, int attempt) {
    DeliveryOutcome outcome =
        ResponseReader.read(verb, new Answer(status, null, Optional.empty(), body));
    DeliverConfig config = DeliverConfig.defaults();
    return new Meaning(
        outcome.word(),
        outcome.nextState(attempt, config).word(),
        outcome.error(attempt, config).map(ErrorType::word));
  }
}
