package org.statecraft.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.FixedValue;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.packs.SchemaElement;

/**
 * Checks the resources of a pack against the schemas, and makes of each what writes its records.
 */
final class RecordTypes {

  private final RulePack pack;
  private final ResourceSchemas schemas;
  private final DataStandard standard;
  private final Compiled compiled;
  private final Problems problems;

  RecordTypes(
      RulePack pack,
      ResourceSchemas schemas,
      DataStandard standard,
      Compiled compiled,
      Problems problems) {
    this.pack = pack;
    this.schemas = schemas;
    this.standard = standard;
    this.compiled = compiled;
    this.problems = problems;
  }

  /** By the class of the record fact; whatever is wrong is added to the problems. */
  Map<Class<?>, RecordType> all() {
    Map<Class<?>, RecordType> records = new HashMap<>();
    pack.fixedAfterSent().forEach(this::checkFixed);
    for (ResourceDefinition resource : pack.resources().values()) {
      Class<?> record = compiled.types().get(resource.record());
      Optional<ResourceSchema> schema = schemas.find(resource.name());
      if (record == null) {
        problems.add(
            resource.placeOf("record"),
            "no rule file declares the record fact '"
                + resource.record()
                + "'"
                + DidYouMean.hint(resource.record(), compiled.types().keySet()));
      } else if (schema.isEmpty()) {
        problems.add(resource.place(), "there is no schema of the resource " + resource.name());
      } else {
        checkNames(resource, schema.get());
        checkCascades(resource);
        recordType(resource, schema.get(), record).ifPresent(type -> records.put(record, type));
      }
    }
    return records;
  }

  /** The rules and elements that resource.yaml names. */
  private void checkNames(ResourceDefinition resource, ResourceSchema schema) {
    Set<String> ids = new TreeSet<>();
    compiled.rules().values().forEach(rule -> ids.add(rule.id()));
    for (String id : resource.keepFor()) {
      if (!ids.contains(id)) {
        problems.add(
            resource.placeOf("keep-for"),
            "there is no rule '" + id + "'" + DidYouMean.hint(id, ids));
      }
    }
    for (ResourceName each : resource.resyncedWith()) {
      if (!pack.resources().containsKey(each)) {
        problems.add(
            resource.placeOf("resynced-with"), "the pack has no resource '" + each + "' to resync");
      }
    }
    Set<String> elements = schema.forStandard(standard).keySet();
    for (String element : resource.deleteThenPost()) {
      if (!elements.contains(element)) {
        problems.add(
            resource.placeOf("delete-then-post"),
            schema.resource()
                + " has no element '"
                + element
                + "'"
                + DidYouMean.hint(element, elements));
      }
    }
  }

  /** A pack on top may leave out the rules that derive the fact; then nothing is fixed. */
  private void checkFixed(FixedValue fixed) {
    Class<?> type = compiled.types().get(fixed.fact());
    if (type != null && FactPath.of(type, List.of(fixed.field())).isEmpty()) {
      problems.add(fixed.place(), fixed.fact() + " has no field '" + fixed.field() + "'");
    } else if (type == null && pack.lineage().size() == 1) {
      problems.add(
          fixed.place(),
          "no rule file declares the fact '"
              + fixed.fact()
              + "'"
              + DidYouMean.hint(fixed.fact(), compiled.types().keySet()));
    }
  }

  /** A cascade reaches records that refer here; of resources without a schema nothing is known. */
  private void checkCascades(ResourceDefinition resource) {
    for (ResourceName each : resource.cascades()) {
      Optional<ResourceSchema> schema = schemas.find(each);
      if (schema.isPresent()
          && schema.get().forStandard(standard).values().stream()
              .noneMatch(element -> element.refersTo().equals(Optional.of(resource.name())))) {
        problems.add(
            resource.placeOf("cascades"),
            each + " has no reference to " + resource.name() + ", so nothing cascades to it");
      }
    }
  }

  private Optional<RecordType> recordType(
      ResourceDefinition resource, ResourceSchema schema, Class<?> record) {
    BodyWriter writer = new BodyPlan(pack, resource, schema, standard, record, problems).writer();
    List<String> objectFrom = resource.identity().objectFrom();
    Optional<FactPath> object =
        objectFrom.isEmpty() ? Optional.empty() : identityPath(resource, objectFrom, record);
    Optional<FactPath> identity = identityPath(resource, resource.identity().key(), record);
    List<SchemaElement> lists =
        schema.forStandard(standard).values().stream().filter(SchemaElement::array).toList();
    return identity.map(
        path -> new RecordType(resource, schema, writer, object, path, references(schema), lists));
  }

  private Optional<FactPath> identityPath(
      ResourceDefinition resource, List<String> steps, Class<?> record) {
    Optional<FactPath> path = FactPath.of(record, steps);
    if (path.isEmpty()) {
      problems.add(
          resource.identity().place(),
          "the record fact " + resource.record() + " has no '" + String.join(".", steps) + "'");
    }
    return path;
  }

  private List<RecordType.Reference> references(ResourceSchema schema) {
    return schema.forStandard(standard).values().stream()
        .filter(each -> each.refersTo().filter(pack.resources()::containsKey).isPresent())
        .flatMap(
            each ->
                schemas.find(each.refersTo().orElseThrow()).stream()
                    .map(
                        target ->
                            new RecordType.Reference(
                                each.name(),
                                target.resource(),
                                target.referenceKey(),
                                target.key())))
        .toList();
  }
}
