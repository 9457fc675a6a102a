package org.statecraft.rules;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of an error that the engine threw while rules ran. The words of the error itself
 * stay out of it: they may quote a student's value.
 *
 * @param rule the name of the rule; empty if the engine does not say
 * @param condition the condition that failed, as it stands in the rule; empty if none did
 * @param error the kind of error
 */
record RuleFailure(Optional<String> rule, Optional<String> condition, Class<?> error) {

  private static final Pattern RULE = Pattern.compile("[Rr]ule \"([^\"]+)\"");

  private static final Pattern CONDITION =
      Pattern.compile("Error evaluating constraint '(.*)' in ", Pattern.DOTALL);

  static RuleFailure of(Throwable thrown) {
    Optional<String> rule = Optional.empty();
    Optional<String> condition = Optional.empty();
    Throwable at = thrown;
    while (true) {
      String message = String.valueOf(at.getMessage());
      rule = rule.or(() -> first(RULE, message));
      condition = condition.or(() -> first(CONDITION, message));
      Throwable cause = at.getCause();
      if (cause == null || cause == at) {
        return new RuleFailure(rule, condition, at.getClass());
      }
      at = cause;
    }
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
