package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * 8: problem documents that always have {@code validationErrors} and {@code errors}, all absent
 * references at once, the id in the body of a PUT, and a rate limit and a circuit breaker of its
 * own.
 */
final class DocumentStoreFamily extends ProblemDetailsFamily {

  private static final String RATE_LIMIT_SECONDS = "10";
  private static final String CIRCUIT_SECONDS = "30";

  DocumentStoreFamily() {
    super("8");
  }

  @Override
  public int tokenLimit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String dataPath() {
    return "/data";
  }

  @Override
  public boolean clientInHeaderOnly() {
    return true;
  }

  @Override
  public boolean idsAreUuids() {
    return true;
  }

  @Override
  public Optional<Answer> idOfPut(String id, JsonNode body) {
    return body.path("id").asText().equals(id)
        ? Optional.empty()
        : Optional.of(
            answer(
                problem(
                    400,
                    "bad-request",
                    "Bad Request",
                    "The request could not be processed. See 'errors' for details.",
                    "Request body id must match the id in the url.")));
  }

  @Override
  public Answer keyChange(String item) {
    return answer(
        problem(
            400,
            INVALID + ":key-change-not-supported",
            "Key Change Not Supported",
            "Identifying values for the "
                + item
                + " resource cannot be changed. Delete and recreate the resource item instead."));
  }

  @Override
  public Answer notFound(String verb) {
    String detail =
        verb.equals("update")
            ? "Resource to update was not found"
            : "The specified item could not be found.";
    return answer(problem(404, "not-found", "Not Found", detail));
  }

  @Override
  public Answer unresolved(String ofItem, List<Missing> missing) {
    ObjectNode problem =
        problem(
            409,
            "data-conflict:unresolved-reference",
            "Unresolved Reference",
            "One or more references could not be resolved. See 'validationErrors' for details.");
    ObjectNode errors = problem.putObject("validationErrors");
    for (Missing each : missing) {
      errors
          .withArrayProperty("$." + each.element())
          .add("The referenced " + each.item() + " item does not exist.");
    }
    return answer(problem);
  }

  @Override
  public Answer referenced(String byItem) {
    return answer(
        problem(
            409,
            "data-conflict:dependent-item-exists",
            "Dependent Item Exists",
            "The requested action cannot be performed because this item is referenced by existing "
                + byItem
                + " item(s)."));
  }

  @Override
  public Answer notUnique(String item, List<String> names, List<String> values) {
    return answer(
        problem(
            409,
            "identity-conflict",
            "Identifying Values Are Not Unique",
            "The identifying value(s) of the item are the same as another item that already"
                + " exists.",
            "A natural key conflict occurred when attempting to create a new resource "
                + item
                + " with a duplicate key. The duplicate keys and values are ("
                + Words.pairs(names, values)
                + ")"));
  }

  @Override
  public Answer throttled() {
    return asProblem(
        answer(
                problem(
                    429,
                    "too-many-requests",
                    "Too Many Requests",
                    "The number of allowed requests has been exceeded. Retry the request later."))
            .with("Retry-After", RATE_LIMIT_SECONDS));
  }

  @Override
  public Answer unavailable() {
    return asProblem(
        answer(
                problem(
                    503,
                    "service-unavailable",
                    "Service Unavailable",
                    "The service is temporarily unable to handle the request. Retry the request"
                        + " later."))
            .with("Retry-After", CIRCUIT_SECONDS));
  }

  private static Answer asProblem(Answer answer) {
    return answer.with("Content-Type", "application/problem+json");
  }

  @Override
  Answer answer(ObjectNode problem) {
    if (!problem.has("validationErrors")) {
      problem.putObject("validationErrors");
    }
    if (!problem.has("errors")) {
      problem.putArray("errors");
    }
    return super.answer(problem);
  }
}
