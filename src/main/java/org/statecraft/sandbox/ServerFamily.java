package org.statecraft.sandbox;

import java.util.List;
import java.util.Map;
import org.statecraft.packs.SchemaFault;

/**
 * The words and habits in which versions of the Ed-Fi API differ. What is checked, and in which
 * order, is the same for all; how a refusal reads is not.
 */
interface ServerFamily {

  /** The versions a sandbox can be. */
  static List<String> versions() {
    return List.of("6.2", "7.2", "7.3");
  }

  static ServerFamily of(String version) {
    return version.startsWith("6.") ? new MessageFamily() : new ProblemDetailsFamily(version);
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
   * A reference names an item that does not exist.
   *
   * @param student whether the item is a student, which some versions resolve before all others
   */
  Answer unresolved(String item, boolean student);

  Answer referenced(String byItem);

  Answer notUnique(String item, List<String> names, List<String> values);

  Answer notMatched();

  Answer unsupportedMediaType();

  Answer tooManyTokens();

  Answer systemError();
}
