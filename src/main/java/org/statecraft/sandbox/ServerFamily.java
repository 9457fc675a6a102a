package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.SchemaFault;

/**
 * The words and habits in which versions of the Ed-Fi API differ. What is checked, and in which
 * order, is the same for all; how a refusal reads is not.
 */
interface ServerFamily {

  /**
   * A reference of a document to an item that does not exist.
   *
   * @param element the reference's name in the document
   * @param item what is referred to
   * @param student whether the item is a student, which some versions resolve before all others
   */
  record Missing(String element, String item, boolean student) {}

  /** The versions a sandbox can be. */
  static List<String> versions() {
    return List.of("5.3", "6.2", "7.1", "7.2", "7.3", "8");
  }

  static ServerFamily of(String version) {
    return switch (version) {
      case "5.3", "6.2", "7.1" -> new MessageFamily(version);
      case "8" -> new DocumentStoreFamily();
      default -> new ProblemDetailsFamily(version);
    };
  }

  /** The data standard a host of the version is most often set up with. */
  static DataStandard usualStandard(String version) {
    return new DataStandard(
        switch (version) {
          case "5.3" -> "3.3";
          case "6.2" -> "4.0";
          case "8" -> "5.2";
          default -> "5.0";
        });
  }

  /** What the addresses of resources begin with. */
  default String dataPath() {
    return "/data/v3";
  }

  /** The status for a wrong key or secret. */
  default int wrongClientStatus() {
    return 401;
  }

  /** Whether the token endpoint reads key and secret from the header only. */
  default boolean clientInHeaderOnly() {
    return false;
  }

  /** Whether ids are written as UUIDs are; otherwise as 32 hexadecimal digits. */
  default boolean idsAreUuids() {
    return false;
  }

  /** Why the id in the body of a PUT does not do; empty where nobody looks at it. */
  default Optional<Answer> idOfPut(String id, JsonNode body) {
    return Optional.empty();
  }

  /** Whether pages may be asked for by token. */
  default boolean hasPageTokens() {
    return false;
  }

  /** How many unexpired tokens a client may hold. */
  int tokenLimit();

  /**
   * Whether a PUT that changes a fixed natural key is refused; otherwise the key stays as it was.
   */
  boolean refusesKeyChange();

  /** The words for one fault of a document. */
  String fault(SchemaFault fault);

  /** The words for a descriptor that does not exist. */
  String unknownDescriptor(String name, String value);

  /** Faults of a document, by JSON path. */
  Answer invalid(String item, Map<String, List<String>> faults);

  Answer notReadable();

  Answer idInBody();

  Answer badParameter(String name, String allowed);

  Answer keyChange(String item);

  Answer notAuthenticated();

  /** No enrollment relates the student to the client. */
  Answer notEnrolled(String property);

  /** The organization is not under the client. */
  Answer notUnderClient(String property);

  Answer notFound(String verb);

  Answer methodNotAllowed(String detail);

  /**
   * References name items that do not exist.
   *
   * @param ofItem what refers to them
   * @param missing at least one, in the order of the document
   */
  Answer unresolved(String ofItem, List<Missing> missing);

  Answer referenced(String byItem);

  Answer notUnique(String item, List<String> names, List<String> values);

  Answer notMatched();

  Answer unsupportedMediaType();

  Answer tooManyTokens();

  Answer systemError();

  /** More requests than the host, or the gateway before it, lets through. */
  default Answer throttled() {
    return Gateway.page(429, "Too Many Requests");
  }

  /** The host cannot work on the request now; it has done nothing. */
  default Answer unavailable() {
    return Gateway.page(503, "Service Unavailable");
  }
}
