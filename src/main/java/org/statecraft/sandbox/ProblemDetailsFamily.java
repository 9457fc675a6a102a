package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.statecraft.packs.SchemaFault;

/** 7.2 and later: RFC 9457 members with a {@code urn:ed-fi:api:} type and a correlation id. */
class ProblemDetailsFamily implements ServerFamily {

  static final String INVALID = "bad-request:data-validation-failed";
  private static final String DENIED = "Access to the requested data could not be authorized.";

  private final String version;

  ProblemDetailsFamily(String version) {
    this.version = version;
  }

  @Override
  public int tokenLimit() {
    return version.equals("7.2") ? Integer.MAX_VALUE : 15;
  }

  @Override
  public boolean hasPageTokens() {
    return !version.equals("7.2");
  }

  @Override
  public boolean refusesKeyChange() {
    return true;
  }

  @Override
  public String fault(SchemaFault fault) {
    String name = Words.capital(fault.name());
    return switch (fault.kind()) {
      case MISSING -> name + " is required.";
      case TOO_LONG -> name + " must be at most " + fault.limit() + " characters in length.";
      case TOO_SHORT -> name + " must be at least " + fault.limit() + " characters in length.";
      case OUTER_BLANKS -> name + " cannot contain leading or trailing spaces.";
      case UNKNOWN_ELEMENT, WRONG_TYPE, NOT_A_DESCRIPTOR, REPEATED_ITEM, DISAGREES ->
          name + " " + fault.allowed() + ".";
    };
  }

  @Override
  public String unknownDescriptor(String name, String value) {
    return Words.capital(name) + " value '" + value + "' does not exist.";
  }

  @Override
  public Answer invalid(String item, Map<String, List<String>> faults) {
    ObjectNode problem =
        problem(
            400,
            INVALID,
            "Data Validation Failed",
            "Data validation failed. See 'validationErrors' for details.");
    ObjectNode errors = problem.putObject("validationErrors");
    faults.forEach((path, texts) -> texts.forEach(errors.withArrayProperty(path)::add));
    return answer(problem);
  }

  @Override
  public Answer notReadable() {
    return answer(
        problem(
            400,
            "bad-request:data",
            "Data Could Not Be Read",
            "The request body is not a JSON object."));
  }

  @Override
  public Answer idInBody() {
    return answer(
        problem(
            400,
            INVALID,
            "Data Validation Failed",
            "The request data was constructed incorrectly.",
            "Resource identifiers cannot be assigned by the client. The 'id' property should not"
                + " be included in the request body."));
  }

  @Override
  public Answer badParameter(String name, String allowed) {
    return answer(
        problem(
            400,
            "bad-request:parameter-validation-failed",
            "Parameter Validation Failed",
            "The " + name + " parameter was incorrect.",
            Words.capital(name) + " must be omitted or set to " + allowed + "."));
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
                + " item cannot be changed. Delete and recreate the item instead."));
  }

  @Override
  public Answer notAuthenticated() {
    return answer(
        problem(
            401,
            "security:authentication",
            "Authentication Failed",
            "The caller could not be authenticated.",
            "Invalid Authorization header."));
  }

  @Override
  public Answer notEnrolled(String property) {
    return answer(
        problem(
            403,
            "security:authorization",
            "Authorization Denied",
            DENIED + " Hint: You may need to create the item that enrolls the student in a school.",
            noRelationship(property)));
  }

  @Override
  public Answer notUnderClient(String property) {
    return answer(
        problem(
            403,
            "security:authorization",
            "Authorization Denied",
            DENIED,
            noRelationship(property)));
  }

  private static String noRelationship(String property) {
    return "No relationships have been established between the caller's education organization id"
        + " claims and the resource item's '"
        + property
        + "' value.";
  }

  @Override
  public Answer notFound(String verb) {
    return answer(problem(404, "not-found", "Not Found", "The specified item could not be found."));
  }

  @Override
  public Answer methodNotAllowed(String detail) {
    return answer(problem(405, "method-not-allowed", "Method Not Allowed", detail));
  }

  @Override
  public Answer unresolved(String ofItem, List<Missing> missing) {
    return answer(
        problem(
            409,
            "data-conflict:unresolved-reference",
            "Unresolved Reference",
            "The referenced '" + missing.get(0).item() + "' item does not exist."));
  }

  @Override
  public Answer referenced(String byItem) {
    return answer(
        problem(
            409,
            "data-conflict:dependent-item-exists",
            "Dependent Item Exists",
            "The requested action cannot be performed because this item is referenced by an"
                + " existing '"
                + byItem
                + "' item."));
  }

  @Override
  public Answer notUnique(String item, List<String> names, List<String> values) {
    return answer(
        problem(
            409,
            "data-conflict:non-unique-identity",
            "Identifying Values Are Not Unique",
            "The identifying value(s) of the item are the same as another item that already"
                + " exists.",
            "A primary key conflict occurred when attempting to create or update a record in the '"
                + item
                + "' table. The duplicate key is ("
                + String.join(", ", names)
                + ") = ("
                + String.join(", ", values)
                + ")."));
  }

  @Override
  public Answer notMatched() {
    return answer(
        problem(
            412,
            "optimistic-lock-failed",
            "Optimistic Lock Failed",
            "The item has been modified by another user.",
            "The resource item's etag value does not match what was specified in the 'If-Match'"
                + " request header."));
  }

  @Override
  public Answer unsupportedMediaType() {
    return answer(
        problem(
            415,
            "unsupported-media-type",
            "Unsupported Media Type",
            "The request construction was invalid.",
            "The value specified in the 'Content-Type' header is not supported by this host."));
  }

  @Override
  public Answer tooManyTokens() {
    return answer(
        problem(
            429,
            "security:authentication:too-many-tokens",
            "Too Many Tokens",
            "The caller has authenticated too many times in too short of a time period.",
            "Too many access tokens have been requested (limit is "
                + tokenLimit()
                + "). Access tokens should be reused until they expire."));
  }

  @Override
  public Answer systemError() {
    return answer(problem(500, "system", "System Error", "An unexpected problem has occurred."));
  }

  static ObjectNode problem(
      int status, String type, String title, String detail, String... errors) {
    ObjectNode problem =
        JsonNodeFactory.instance
            .objectNode()
            .put("detail", detail)
            .put("type", "urn:ed-fi:api:" + type)
            .put("title", title)
            .put("status", status)
            .put("correlationId", UUID.randomUUID().toString());
    for (String error : errors) {
      problem.withArrayProperty("errors").add(error);
    }
    return problem;
  }

  /** The document as it is sent. */
  Answer answer(ObjectNode problem) {
    return Answer.json(problem.path("status").intValue(), problem.toString());
  }
}
