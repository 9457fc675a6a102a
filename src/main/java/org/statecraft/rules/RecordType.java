package org.statecraft.rules;

import java.util.List;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.SchemaElement;

/**
 * How the record facts of one resource become records.
 *
 * @param references the references to resources of the same pack
 */
record RecordType(
    ResourceDefinition resource,
    ResourceSchema schema,
    BodyWriter writer,
    FactPath identity,
    List<Reference> references,
    List<SchemaElement> lists) {

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
