package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.outbox.AbsentRecord;

/** Finds in a document what an answer calls absent, because most answers tell only its name. */
final class AbsentReference {

  private AbsentReference() {}

  /** The absent records with the members of the document's references to them. */
  static List<AbsentRecord> in(ResourceBody body, List<AbsentRecord> absent) {
    JsonNode document = body.tree();
    return absent.stream().map(record -> complete(document, record)).toList();
  }

  private static AbsentRecord complete(JsonNode document, AbsentRecord record) {
    JsonNode reference = find(document, record.name() + "Reference");
    return reference == null
        ? record
        : new AbsentRecord(record.name(), CanonicalJson.write(withoutLink(reference)));
  }

  private static JsonNode withoutLink(JsonNode reference) {
    return reference instanceof ObjectNode object ? object.without("link") : reference;
  }

  private static @Nullable JsonNode find(JsonNode node, String name) {
    JsonNode here = node.get(name);
    if (here != null) {
      return here;
    }
    for (JsonNode child : node) {
      JsonNode found = find(child, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
