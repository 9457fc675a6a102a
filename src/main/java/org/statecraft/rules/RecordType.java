package org.statecraft.rules;

import java.util.List;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.SchemaElement;

/**
 * How the record facts of one resource become records.
 *
 * @param object where the record fact says which Campus object it comes from; empty when the
 *     resource says it for all
 * @param identity where the Campus object's key stands
 * @param references the references to resources of the same pack
 */
record RecordType(
    ResourceDefinition resource,
    ResourceSchema schema,
    BodyWriter writer,
    Optional<FactPath> object,
    FactPath identity,
    List<Reference> references,
    List<SchemaElement> lists) {

  /** The name of the Campus object a record fact comes from. */
  String objectOf(Object fact) {
    return object
        .map(path -> String.valueOf(path.read(fact)))
        .orElseGet(() -> resource.identity().object());
  }

  /**
   * A reference in the body.
   *
   * @param element the name of the reference
   * @param target the resource it names
   * @param members the names inside the reference, in the order of {@code keyPaths}
   * @param keyPaths the dotted paths of the target's natural key
   */
  record Reference(
      String element, ResourceName target, List<String> members, List<String> keyPaths) {}
}
