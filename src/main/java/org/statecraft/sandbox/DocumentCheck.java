package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.SchemaCheck;
import org.statecraft.packs.SchemaElement;
import org.statecraft.packs.SchemaFault;

/** The checks that look at a document alone, and at the descriptors it names. */
final class DocumentCheck {

  private final RecordStore store;
  private final SandboxResources resources;
  private final ServerFamily family;
  private final DataStandard standard;
  private final boolean strictDescriptors;

  DocumentCheck(
      RecordStore store, SandboxResources resources, ServerFamily family, SandboxConfig config) {
    this.store = store;
    this.resources = resources;
    this.family = family;
    this.standard = config.standard();
    this.strictDescriptors = config.strictDescriptors();
  }

  /** Why a body cannot be taken; empty if it can. */
  Optional<Answer> refuse(SandboxResource resource, JsonNode body) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    for (SchemaFault fault : SchemaCheck.faults(resource.schema(), standard, body)) {
      if (fault.kind() != SchemaFault.Kind.UNKNOWN_ELEMENT) {
        add(faults, fault.path(), family.fault(fault));
      }
    }
    if (strictDescriptors && faults.isEmpty()) {
      descriptors(faults, "$", resource.elements(), body);
    }
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(family.invalid(resource.item(), faults));
  }

  private void descriptors(
      Map<String, List<String>> faults,
      String path,
      Map<String, SchemaElement> elements,
      JsonNode object) {
    for (SchemaElement element : elements.values()) {
      String at = path + "." + element.name();
      JsonNode value = object.path(element.name());
      if (value.isArray()) {
        for (int i = 0; i < value.size(); i++) {
          descriptors(faults, at + "[" + i + "]", element.children(), value.get(i));
        }
      } else if (value.isObject()) {
        descriptors(faults, at, element.children(), value);
      } else if (value.isTextual()) {
        element
            .descriptor()
            .filter(name -> !exists(name, value.textValue()))
            .ifPresent(
                name ->
                    add(faults, at, family.unknownDescriptor(element.name(), value.textValue())));
      }
    }
  }

  private boolean exists(String descriptor, String value) {
    int hash = value.indexOf('#');
    String identity =
        RecordIdentity.of(
            resources.descriptorEndpoint(descriptor),
            List.of(value.substring(0, hash), value.substring(hash + 1)));
    return store.byIdentity(identity).isPresent();
  }

  private static void add(Map<String, List<String>> faults, String path, String text) {
    faults.computeIfAbsent(path, none -> new ArrayList<>()).add(text);
  }
}
