package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.statecraft.packs.SchemaFault;

/**
 * 5.x to 7.1: one {@code message}. Up to 6.x a PUT that changes a fixed key answers 204 and keeps
 * the key; 7.1 refuses it and adds a correlation id.
 */
final class MessageFamily implements ServerFamily {

  private static final String UNRESOLVED = "Unable to resolve value";

  private final String version;
  private final boolean isSeven;

  MessageFamily(String version) {
    this.version = version;
    this.isSeven = version.startsWith("7.");
  }

  @Override
  public int wrongClientStatus() {
    return version.startsWith("5.") ? 400 : 401;
  }

  @Override
  public int tokenLimit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean refusesKeyChange() {
    return isSeven;
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
    return UNRESOLVED + " '" + value + "' to an existing '" + Words.capital(name) + "' resource.";
  }

  @Override
  public Answer invalid(String item, Map<String, List<String>> faults) {
    Optional<String> unresolved =
        faults.values().stream()
            .flatMap(List::stream)
            .filter(text -> text.startsWith(UNRESOLVED))
            .findFirst();
    if (unresolved.isPresent()) {
      return message(400, unresolved.get());
    }
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
    if (version.startsWith("5.")) {
      return message(
          403,
          "Authorization denied.  The claim does not have any established relationships with the"
              + " requested resource.");
    }
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
  public Answer unresolved(String ofItem, List<Missing> missing) {
    Missing first = missing.stream().filter(Missing::student).findFirst().orElse(missing.get(0));
    if (!first.student()) {
      return message(
          409,
          "The value supplied for the related '"
              + Words.uncapital(first.item())
              + "' resource does not exist.");
    }
    return isSeven
        ? message(
            409,
            "Access to the resource item could not be authorized because the '"
                + first.item()
                + "' was not found.")
        : message(
            400,
            "Validation of '"
                + ofItem
                + "' failed.\n\t"
                + first.item()
                + " reference could not be resolved.");
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
            + ")."
            + (version.startsWith("5.")
                ? " This is likely caused by multiple resources with the same key in the same file."
                : ""));
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

  private Answer message(int status, String text) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("message", text);
    if (isSeven) {
      body.put("correlationId", UUID.randomUUID().toString());
    }
    return Answer.json(status, body.toString());
  }
}
