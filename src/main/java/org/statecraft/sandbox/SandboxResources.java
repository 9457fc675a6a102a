package org.statecraft.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.SchemaElement;

/** The resources of the sandbox: those of the schemas, and every descriptor endpoint. */
final class SandboxResources {

  static final String DESCRIPTOR_ENDPOINT = "[a-z][A-Za-z0-9]*Descriptors";

  private static final String DESCRIPTOR_SCHEMA =
      """
      resource: %1$s
      path: /ed-fi/%1$s
      key: [namespace, codeValue]
      elements:
        namespace: {type: text, max: 255, required: true}
        codeValue: {type: text, max: 50, required: true}
        shortDescription: {type: text, max: 75, required: true}
        description: {type: text, max: 1024}
        effectiveBeginDate: {type: date}
        effectiveEndDate: {type: date}
      """;

  private final ResourceSchemas schemas;
  private final DataStandard standard;
  private final Map<String, SandboxResource> byName = new TreeMap<>();
  private final Map<String, String> descriptorEndpoints = new HashMap<>();

  SandboxResources(ResourceSchemas schemas, DataStandard standard) {
    this.schemas = schemas.in(standard);
    this.standard = standard;
    for (ResourceSchema schema : this.schemas.all()) {
      byName.put(
          schema.resource().value(), new SandboxResource(schema, standard, references(schema)));
      descriptorNames(schema.forStandard(standard))
          .forEach(name -> descriptorEndpoints.put(name, endpoint(name)));
    }
  }

  Optional<SandboxResource> find(String name) {
    SandboxResource known = byName.get(name);
    if (known == null && name.matches(DESCRIPTOR_ENDPOINT)) {
      known = new SandboxResource(descriptorSchema(name), standard, List.of());
      byName.put(name, known);
    }
    return Optional.ofNullable(known);
  }

  /** The resources of the schemas, without the descriptors. */
  List<SandboxResource> all() {
    return schemas.all().stream().flatMap(each -> find(each.resource().value()).stream()).toList();
  }

  /** Resources that a reference to {@code target}, a resource or a superclass, may mean. */
  List<ResourceSchema> cases(ResourceName target) {
    return schemas.find(target).map(List::of).orElseGet(() -> schemas.subclassesOf(target));
  }

  /** The endpoint of a descriptor by its name, such as {@code GradeLevelDescriptor}. */
  String descriptorEndpoint(String name) {
    return descriptorEndpoints.getOrDefault(name, endpoint(name));
  }

  /** The endpoints of all descriptors that the schemas name. */
  TreeSet<String> descriptorEndpoints() {
    return new TreeSet<>(descriptorEndpoints.values());
  }

  private List<SandboxResource.Reference> references(ResourceSchema schema) {
    List<SandboxResource.Reference> references = new ArrayList<>();
    for (SchemaElement element : schema.forStandard(standard).values()) {
      element
          .refersTo()
          .filter(target -> !element.array() && !cases(target).isEmpty())
          .ifPresent(target -> references.add(reference(schema, element, target)));
    }
    return List.copyOf(references);
  }

  private SandboxResource.Reference reference(
      ResourceSchema schema, SchemaElement element, ResourceName target) {
    List<String> names =
        schemas
            .find(target)
            .map(ResourceSchema::referenceKey)
            .or(() -> cases(target).get(0).superclass().map(ResourceSchema.Superclass::key))
            .orElseThrow();
    List<Integer> positions =
        names.stream()
            .map(name -> schema.key().indexOf(element.name() + "." + name))
            .filter(position -> position >= 0)
            .toList();
    return new SandboxResource.Reference(
        element.name(),
        target.value(),
        names,
        positions.size() == names.size() ? positions : List.of());
  }

  private static List<String> descriptorNames(Map<String, SchemaElement> elements) {
    List<String> names = new ArrayList<>();
    for (SchemaElement element : elements.values()) {
      element.descriptor().ifPresent(names::add);
      names.addAll(descriptorNames(element.children()));
    }
    return names;
  }

  /** CTEProgramServiceDescriptor is served as cteProgramServiceDescriptors. */
  private static String endpoint(String descriptor) {
    int capitals = 0;
    while (capitals < descriptor.length() && Character.isUpperCase(descriptor.charAt(capitals))) {
      capitals++;
    }
    int lower = Math.max(1, capitals - 1);
    return descriptor.substring(0, lower).toLowerCase(java.util.Locale.ROOT)
        + descriptor.substring(lower)
        + "s";
  }

  private static ResourceSchema descriptorSchema(String name) {
    Problems problems = new Problems();
    YamlNode file = YamlFile.parse(name, DESCRIPTOR_SCHEMA.formatted(name), problems);
    ResourceSchema schema = ResourceSchemas.read(file);
    problems.throwIfAny();
    return schema;
  }
}
