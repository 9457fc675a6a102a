package org.statecraft.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * A document as the sandbox keeps it: only known elements, list items in a fixed order, so that two
 * documents an Ed-Fi API could not tell apart have the same text.
 *
 * @param identity the resource and the values of the natural key
 * @param shared the superclass and the same values, if the resource has one
 * @param references identities it refers to, in the order of the resource's references; an empty
 *     text where the document has none
 * @param json canonical
 */
record Document(
    SandboxResource resource,
    String identity,
    Optional<String> shared,
    List<String> references,
    String json) {

  /** The values of the natural key, in its order. */
  List<String> keyValues() {
    return RecordIdentity.values(identity);
  }
}
