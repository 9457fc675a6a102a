package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.SchemaElement;

/** A resource in the sandbox's data standard, prepared for quick work on documents. */
final class SandboxResource {

  /**
   * A reference to a resource the sandbox has.
   *
   * @param element its name in the body
   * @param target the resource or superclass it refers to
   * @param names its members, in the order of the target's key
   * @param keyPositions where those members stand in this resource's own key; empty unless all do
   */
  record Reference(String element, String target, List<String> names, List<Integer> keyPositions) {}

  private final ResourceSchema schema;
  private final DataStandard standard;
  private final List<List<String>> keyPaths;
  private final List<Reference> references;
  private final List<String> parameters;
  private final int organizationPosition;
  private final int studentPosition;

  SandboxResource(ResourceSchema schema, DataStandard standard, List<Reference> references) {
    this.schema = schema;
    this.standard = standard;
    this.keyPaths = schema.key().stream().map(path -> List.of(path.split("\\."))).toList();
    this.references = references;
    this.parameters = schema.keyParameters();
    this.organizationPosition = position(schema.access().organization());
    this.studentPosition = position(schema.access().student());
  }

  String name() {
    return schema.resource().value();
  }

  /** What one item is called in answers. */
  String item() {
    return Words.item(name());
  }

  ResourceSchema schema() {
    return schema;
  }

  Map<String, SchemaElement> elements() {
    return schema.forStandard(standard);
  }

  List<Reference> references() {
    return references;
  }

  /** The query parameters of the natural key, in its order. */
  List<String> parameters() {
    return parameters;
  }

  /** Where the reference to the organization stands in {@link #references}; -1 if nowhere. */
  int organizationPosition() {
    return organizationPosition;
  }

  /** Where the reference to the student stands in {@link #references}; -1 if nowhere. */
  int studentPosition() {
    return studentPosition;
  }

  /** A body that has passed the checks, as it is kept. */
  Document document(JsonNode body) {
    JsonNode kept = StoredForm.of(elements(), body);
    List<String> values = new ArrayList<>();
    for (List<String> path : keyPaths) {
      values.add(RecordIdentity.at(kept, path).asText());
    }
    return new Document(
        this,
        RecordIdentity.of(name(), values),
        schema.superclass().map(superclass -> RecordIdentity.of(superclass.name().value(), values)),
        references.stream().map(reference -> target(reference, kept)).toList(),
        CanonicalJson.write(kept));
  }

  /** A body with the natural key of another document in place of its own. */
  Document documentWithKeyOf(Document other, JsonNode body) {
    ObjectNode changed = body.deepCopy();
    JsonNode source = CanonicalJson.read(other.json());
    for (List<String> path : keyPaths) {
      ObjectNode parent = (ObjectNode) RecordIdentity.at(changed, path.subList(0, path.size() - 1));
      parent.set(path.get(path.size() - 1), RecordIdentity.at(source, path));
    }
    return document(changed);
  }

  private int position(Optional<String> element) {
    List<String> elements = references.stream().map(Reference::element).toList();
    return element.map(elements::indexOf).orElse(-1);
  }

  private static String target(Reference reference, JsonNode body) {
    JsonNode value = body.path(reference.element());
    if (value.isMissingNode()) {
      return "";
    }
    List<String> values =
        reference.names().stream().map(name -> value.path(name).asText()).toList();
    return RecordIdentity.of(reference.target(), values);
  }
}
