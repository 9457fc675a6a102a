package org.statecraft.deliver;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.statecraft.deliver.Refusal.Broken;
import org.statecraft.errorlog.ErrorType;

/**
 * Says what records have in common that fail for one reason, so that they are one root cause. Of an
 * answer only what cannot be student data is repeated: names of elements and descriptors.
 */
final class CauseText {

  private static final int MOST_REASONS = 4;

  private static final Pattern DESCRIPTOR =
      Pattern.compile("uri://[^\\s'\"#]{1,200}#[^'\"\\n]{1,60}");

  private static final Pattern SENTENCE =
      Pattern.compile(
          "\\b([A-Z]\\w{1,60}) (is required|must be at most \\d+ characters|must be at least \\d+"
              + " characters|cannot contain leading or trailing spaces)");

  private CauseText() {}

  /** The cause of an error of one record. */
  static String ofRecord(Delivery delivery, ErrorType type) {
    String cause = type.word() + " " + resource(delivery);
    Answer answer = delivery.answer();
    if (answer == null) {
      return cause;
    }
    Problem problem = Problem.of(answer.body());
    String reasons = reasons(problem);
    if (!reasons.isEmpty()) {
      return cause + " " + reasons;
    }
    return cause + " " + (problem.type().isEmpty() ? answer.status() : problem.type());
  }

  /** The cause of an error that all requests of a kind meet. */
  static String ofVerb(Delivery delivery, ErrorType type) {
    Answer answer = delivery.answer();
    return type.word()
        + " "
        + resource(delivery)
        + (delivery.verb() == null ? "" : " " + delivery.verb())
        + " "
        + (answer == null ? "no answer" : answer.status());
  }

  /** What happened, in a sentence. */
  static String detail(Delivery delivery) {
    if (delivery.outcome() instanceof Broken broken) {
      return "Delivery failed on this action: " + broken.detail();
    }
    Answer answer = delivery.answer();
    String request =
        (delivery.verb() == null ? "A look-up" : delivery.verb().name())
            + " of "
            + resource(delivery);
    if (answer == null) {
      return request + " got no answer.";
    }
    String reasons = answer.isMarkup() ? "a page for people" : reasons(Problem.of(answer.body()));
    return request
        + " was answered with "
        + answer.status()
        + (reasons.isEmpty() ? "" : ": " + reasons)
        + ".";
  }

  private static String reasons(Problem problem) {
    Set<String> reasons = new TreeSet<>();
    problem
        .json()
        .path("validationErrors")
        .fieldNames()
        .forEachRemaining(path -> reasons.add(withoutPlaces(path)));
    problem
        .json()
        .path("modelState")
        .fieldNames()
        .forEachRemaining(path -> reasons.add(withoutPlaces(path)));
    problem
        .json()
        .path("error")
        .forEach(failure -> reasons.add(withoutPlaces(failure.path("path").asText(""))));
    Matcher descriptor = DESCRIPTOR.matcher(problem.text());
    while (descriptor.find()) {
      reasons.add(descriptor.group().strip());
    }
    Matcher sentence = SENTENCE.matcher(problem.text());
    while (sentence.find() && reasons.isEmpty()) {
      reasons.add(sentence.group());
    }
    reasons.remove("");
    return reasons.stream().limit(MOST_REASONS).collect(Collectors.joining(", "));
  }

  /** The place in a list differs from record to record. */
  private static String withoutPlaces(String path) {
    return path.replaceAll("\\[\\d+]", "[]");
  }

  static String resource(Delivery delivery) {
    return delivery.entry().record().resource().value();
  }
}
