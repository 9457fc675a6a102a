package org.statecraft.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.packs.CodeTable;
import org.statecraft.packs.Element;
import org.statecraft.packs.ElementType;
import org.statecraft.packs.Preference;
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
  private final Class<?> record;
  private final Map<String, Preference> preferences;
  private final Map<String, CodeTable> codes;
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
    this.record = record;
    this.preferences =
        pack.preferences().stream()
            .collect(Collectors.toMap(Preference::name, each -> each, (one, two) -> two));
    this.codes = pack.codes();
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
      return value(path, value, target);
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

  private BodyWriter.@Nullable Part value(String path, Element.Value value, SchemaElement target) {
    if (target.type() == ElementType.OBJECT || target.array()) {
      problems.add(value.place(), path + " is not a single value; give its elements");
      return null;
    }
    Preference map = preferences.get(value.map());
    if (map == null && !value.map().isEmpty()) {
      problems.add(
          value.place(),
          "there is no preference '"
              + value.map()
              + "'"
              + DidYouMean.hint(value.map(), preferences.keySet()));
      return null;
    }
    Object constant = value.value();
    if (constant != null) {
      JsonNode node =
          map == null
              ? constant(path, value, target, constant)
              : mapped(path, value, map, constant.toString());
      return node == null ? null : new BodyWriter.ValuePart(target, node, null, map, value.holds());
    }
    Optional<FactPath> from = FactPath.of(record, value.from());
    if (from.isEmpty()) {
      noSuchPath(value);
      return null;
    }
    if (map == null && !Coercion.mayFit(from.get().type(), target.type())) {
      problems.add(
          value.place(),
          path
              + " takes "
              + words(target.type())
              + ", but "
              + from.get()
              + " is "
              + words(from.get().type()));
      return null;
    }
    return new BodyWriter.ValuePart(target, null, from.get(), map, value.holds());
  }

  /** A constant that the preference turns into a code when the record is written. */
  private @Nullable JsonNode mapped(
      String path, Element.Value value, Preference map, String constant) {
    if (map.column().isEmpty() && !map.values().contains(constant)) {
      problems.add(
          value.place(),
          path
              + ": '"
              + constant
              + "' is no value of the preference "
              + map.name()
              + DidYouMean.hint(constant, map.values()));
      return null;
    }
    return JsonNodeFactory.instance.textNode(constant);
  }

  private @Nullable JsonNode constant(
      String path, Element.Value value, SchemaElement target, Object constant) {
    Coercion.Result result = Coercion.coerce(target, constant);
    if (result.node() == null) {
      problems.add(value.place(), path + ": the constant " + result.problem());
    } else if (target.type() == ElementType.DESCRIPTOR) {
      checkCode(path, value, target, constant.toString());
    }
    return result.node();
  }

  private void checkCode(String path, Element.Value value, SchemaElement target, String constant) {
    try {
      DescriptorUri uri = new DescriptorUri(constant);
      target
          .descriptor()
          .map(codes::get)
          .flatMap(table -> table.fault(uri))
          .ifPresent(fault -> problems.add(value.place(), path + ": " + fault));
    } catch (IllegalArgumentException e) {
      problems.add(value.place(), path + ": " + e.getMessage());
    }
  }

  private void noSuchPath(Element.Value value) {
    List<String> steps = value.from();
    Class<?> at = record;
    for (String step : steps) {
      Optional<java.lang.reflect.Method> getter = FactPath.getter(at, step);
      if (getter.isEmpty()) {
        problems.add(
            value.place(),
            at.getSimpleName()
                + " has no field '"
                + step
                + "'"
                + DidYouMean.hint(step, FactPath.fields(at)));
        return;
      }
      at = getter.get().getReturnType();
    }
  }

  private static String words(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "a text";
      case "Long" -> "a whole number";
      case "BigDecimal" -> "a number";
      case "Boolean" -> "true or false";
      case "LocalDate" -> "a date";
      case "LocalDateTime" -> "a date with a time";
      default -> "the fact " + type.getSimpleName();
    };
  }

  private static String words(ElementType type) {
    return switch (type) {
      case TEXT -> "a text";
      case DESCRIPTOR -> "a descriptor";
      case CODE -> "a code";
      case DATE -> "a date";
      case BOOLEAN -> "true or false";
      case INT32, INT64 -> "a whole number";
      case DECIMAL -> "a number";
      case OBJECT -> "a group of elements";
    };
  }
}
