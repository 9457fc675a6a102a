package org.statecraft.cases;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.statecraft.campus.TableName;
import org.statecraft.config.Place;
import org.statecraft.plan.Verb;

/**
 * One example of a page's row.
 *
 * @param name a sentence
 * @param file the path of its file within the pack
 * @param pack the pack that states it; a child pack inherits it
 * @param proves the rows the case shows to hold
 * @param refutes the rows whose condition is not met in the case, so that they must not hold
 * @param before the situation that was planned and sent first; empty when nothing was sent
 * @param answer an answer of the API, for cases about delivery
 */
public record RuleCase(
    String name,
    String file,
    String pack,
    Place place,
    List<String> proves,
    List<String> refutes,
    Optional<Situation> before,
    Situation now,
    Optional<Answer> answer,
    Expectation expect) {

  /** What the API answered to an action. */
  record Answer(Verb verb, int status, String body, int attempt) {}

  /** Whether the case states all codes of a table. */
  public boolean isAboutCodes() {
    return !expect.codes().isEmpty();
  }

  /** The tables the student has rows of, before or now. */
  public Set<TableName> tables() {
    Set<TableName> tables = new HashSet<>(now.rows().keySet());
    before.ifPresent(situation -> tables.addAll(situation.rows().keySet()));
    return tables;
  }

  /** Whether the case is about delivery and needs an {@link AnswerReader}. */
  public boolean isAboutDelivery() {
    return answer.isPresent();
  }
}
