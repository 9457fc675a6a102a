package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.statecraft.packs.SchemaFault;

/** 6.x: one {@code message}, and a PUT that changes a fixed key answers 204 and keeps the key. */
final class MessageFamily implements ServerFamily {

  @Override
  public int tokenLimit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean refusesKeyChange() {
    return false;
  }

  @Override
  public String fault(SchemaFault fault) {
    String name = Words.capital(fault.name());
    return switch (fault.kind()) {
      case MISSING -> name + " is required.";
      case TOO_LONG -> name + " must have a maximum length of " + fault.limit() + ".";
      case TOO_SHORT -> name + " must have a minimum length of " + fault.limit() + ".";
      case UNKNOWN_ELEMENT, WRONG_TYPE, OUTER_BLANKS, NOT_A_DESCRIPTOR, REPEATED_ITEM, DISAGREES ->
          name + " " + fault.allowed() + ".";
    };
  }

  @Override
  public String unknownDescriptor(String name, String value) {
    return "Unable to resolve value '"
        + value
        + "' to an existing '"
        + Words.capital(name)
        + "' resource.";
  }

  @Override
  public Answer invalid(String item, Map<String, List<String>> faults) {
    return message(
        400,
        "Validation of '"
            + item
            + "' failed."
            + faults.values().stream()
                .flatMap(List::stream)
                .map(text -> "\n\t" + text)
                .collect(Collectors.joining()));
  }

  @Override
  public Answer notReadable() {
    return message(400, "The request is invalid.");
  }

  @Override
  public Answer idInBody() {
    return message(400, "Resource identifiers cannot be assigned by the client.");
  }

  @Override
  public Answer badParameter(String name, String allowed) {
    return message(400, Words.capital(name) + " must be omitted or set to " + allowed + ".");
  }

  @Override
  public Answer keyChange(String item) {
    return message(
        400,
        "Key values for this resource cannot be changed. Delete and recreate the resource item.");
  }

  @Override
  public Answer notAuthenticated() {
    return Answer.of(401);
  }

  @Override
  public Answer notEnrolled(String property) {
    return notUnderClient(property);
  }

  @Override
  public Answer notUnderClient(String property) {
    return message(
        403,
        "Authorization denied. No relationships have been established between the caller's"
            + " education organization id claims and the resource item's '"
            + property
            + "' value.");
  }

  @Override
  public Answer notFound(String verb) {
    return message(404, "Resource to " + verb + " was not found.");
  }

  @Override
  public Answer methodNotAllowed(String detail) {
    return message(405, detail);
  }

  @Override
  public Answer unresolved(String item, boolean student) {
    return student
        ? message(400, "Validation failed.\n\t" + item + " reference could not be resolved.")
        : message(
            409,
            "The value supplied for the related '"
                + Words.uncapital(item)
                + "' resource does not exist.");
  }

  @Override
  public Answer referenced(String byItem) {
    return message(
        409,
        "The resource (or a subordinate entity of the resource) cannot be deleted because it is a"
            + " dependency of the '"
            + Words.uncapital(byItem)
            + "' entity.");
  }

  @Override
  public Answer notUnique(String item, List<String> names, List<String> values) {
    return message(
        409,
        "A natural key conflict occurred when attempting to create a new resource '"
            + item
            + "' with a duplicate key. The duplicated columns and values are ["
            + String.join(", ", names)
            + "] ("
            + String.join(", ", values)
            + ").");
  }

  @Override
  public Answer notMatched() {
    return message(412, "Resource was modified by another consumer.");
  }

  @Override
  public Answer unsupportedMediaType() {
    return Answer.of(415);
  }

  @Override
  public Answer tooManyTokens() {
    throw new IllegalStateException("this family has no limit of tokens");
  }

  @Override
  public Answer systemError() {
    return message(500, "An unexpected error occurred on the server.");
  }

  private static Answer message(int status, String text) {
    return Answer.json(
        status, JsonNodeFactory.instance.objectNode().put("message", text).toString());
  }
}
