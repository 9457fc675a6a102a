package org.statecraft.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.Element;
import org.statecraft.packs.ElementType;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.RulePack;
import org.statecraft.packs.SchemaElement;

/**
 * Checks the elements of a resource against its schema and its record fact, and makes the writer.
 * Elements that the pack's own standard has but the connection's lacks are left out.
 */
final class BodyPlan {

  private final ResourceDefinition resource;
  private final ResourceSchema schema;
  private final DataStandard standard;
  private final DataStandard packStandard;
  private final ValuePlan values;
  private final Problems problems;

  BodyPlan(
      RulePack pack,
      ResourceDefinition resource,
      ResourceSchema schema,
      DataStandard standard,
      Class<?> record,
      Problems problems) {
    this.resource = resource;
    this.schema = schema;
    this.standard = standard;
    this.packStandard = pack.dataStandard();
    this.values = new ValuePlan(pack, record, problems);
    this.problems = problems;
  }

  BodyWriter writer() {
    return new BodyWriter(
        parts("", resource.elements(), schema.forStandard(standard), resource.place()));
  }

  private List<BodyWriter.Part> parts(
      String prefix, Map<String, Element> given, Map<String, SchemaElement> known, Place place) {
    Map<String, Element> elements = ofStandard(prefix, given);
    List<BodyWriter.Part> parts = new ArrayList<>();
    elements.forEach(
        (name, element) -> {
          SchemaElement target = known.get(name);
          if (target == null) {
            unknown(prefix + name, name, element, known);
          } else if (!(element instanceof Element.Never)) {
            BodyWriter.Part part = part(prefix + name, element, target);
            if (part != null) {
              parts.add(part);
            }
          } else if (target.required()) {
            problems.add(element.place(), prefix + name + " is required and must report");
          }
        });
    for (SchemaElement each : known.values()) {
      if (each.required()
          && !elements.containsKey(each.name())
          && !isMisspelt(each, elements, known)) {
        problems.add(
            place,
            "the element "
                + prefix
                + each.name()
                + " is required by "
                + schema.resource()
                + " in data standard "
                + standard
                + ", but elements.yaml does not give it");
      }
    }
    return parts;
  }

  /** The elements that are given to APIs of the connection's data standard. */
  private Map<String, Element> ofStandard(String prefix, Map<String, Element> given) {
    Map<String, Element> elements = new LinkedHashMap<>();
    given.forEach(
        (name, element) -> {
          if (!(element instanceof Element.Limited limited)) {
            elements.put(name, element);
          } else if (limited.covers(standard)) {
            elements.put(name, limited.element());
          } else if (schema.standardsWith(prefix + name).stream().noneMatch(limited::covers)) {
            problems.add(
                element.place(),
                "none of the data standards it is for has the element " + prefix + name);
          }
        });
    return elements;
  }

  /** Whether an unknown element is this one with a slip, so that one message is enough. */
  private static boolean isMisspelt(
      SchemaElement each, Map<String, Element> elements, Map<String, SchemaElement> known) {
    return elements.keySet().stream()
        .filter(name -> !known.containsKey(name))
        .anyMatch(
            name -> DidYouMean.closest(name, known.keySet()).equals(Optional.of(each.name())));
  }

  private void unknown(
      String path, String name, Element element, Map<String, SchemaElement> known) {
    boolean inPackStandard = schema.element(packStandard, path).isPresent();
    boolean somewhere = !schema.standardsWith(path).isEmpty();
    boolean never = element instanceof Element.Never;
    if ((never && somewhere) || (inPackStandard && !packStandard.equals(standard))) {
      return;
    }
    problems.add(
        element.place(),
        schema.resource()
            + " has no element '"
            + path
            + "'"
            + (somewhere
                ? " in data standard "
                    + standard
                    + "; those that have it: "
                    + schema.standardsWith(path)
                : DidYouMean.hint(name, known.keySet())));
  }

  private BodyWriter.@Nullable Part part(String path, Element element, SchemaElement target) {
    if (element instanceof Element.Value value) {
      return values.part(path, value, target);
    }
    if (element instanceof Element.Group group) {
      if (target.type() != ElementType.OBJECT || target.array()) {
        problems.add(
            element.place(),
            path
                + " is "
                + (target.array()
                    ? "a list; give 'items:'"
                    : "a single" + " value; give 'from:' or 'value:'"));
        return null;
      }
      return new BodyWriter.GroupPart(
          target, parts(path + ".", group.members(), target.children(), group.place()));
    }
    if (element instanceof Element.Items items) {
      if (!target.array()) {
        problems.add(element.place(), path + " is no list");
        return null;
      }
      return new BodyWriter.ItemsPart(
          target,
          items.items().stream()
              .map(item -> parts(path + ".", item.members(), target.children(), item.place()))
              .toList());
    }
    return null;
  }
}
