package org.statecraft.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.packs.Preference;
import org.statecraft.packs.SchemaElement;

/** Writes the body of a record from its record fact. Made once per rule set by {@link BodyPlan}. */
final class BodyWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** How one element is written. */
  sealed interface Part {
    SchemaElement element();
  }

  /**
   * A single value: a constant or a path, either perhaps through a preference.
   *
   * @param holds a value without a code holds the record back
   */
  record ValuePart(
      SchemaElement element,
      @Nullable JsonNode constant,
      @Nullable FactPath path,
      @Nullable Preference map,
      boolean holds)
      implements Part {}

  /** A group of elements. */
  record GroupPart(SchemaElement element, List<Part> members) implements Part {}

  /** A list with a fixed number of items, each left out when it lacks a required element. */
  record ItemsPart(SchemaElement element, List<List<Part>> items) implements Part {}

  private final List<Part> parts;

  BodyWriter(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The body; what could not be written is added to {@code faults}. */
  ObjectNode write(Object record, Mappings mappings, List<BodyFault> faults) {
    return members(parts, "", record, mappings, faults);
  }

  private ObjectNode members(
      List<Part> parts, String prefix, Object record, Mappings mappings, List<BodyFault> faults) {
    ObjectNode object = NODES.objectNode();
    for (Part part : parts) {
      JsonNode value = value(part, prefix + part.element().name(), record, mappings, faults);
      if (value != null) {
        object.set(part.element().name(), value);
      }
    }
    return object;
  }

  private @Nullable JsonNode value(
      Part part, String path, Object record, Mappings mappings, List<BodyFault> faults) {
    if (part instanceof ValuePart value) {
      return single(value, path, record, mappings, faults);
    }
    if (part instanceof GroupPart group) {
      ObjectNode object = members(group.members(), path + ".", record, mappings, faults);
      return object.isEmpty() && !group.element().required() ? null : object;
    }
    return items((ItemsPart) part, path, record, mappings, faults);
  }

  private static @Nullable String text(@Nullable JsonNode constant) {
    return constant == null ? null : constant.asText();
  }

  private @Nullable JsonNode items(
      ItemsPart part, String path, Object record, Mappings mappings, List<BodyFault> faults) {
    ArrayNode array = NODES.arrayNode();
    for (List<Part> item : part.items()) {
      List<BodyFault> own = new java.util.ArrayList<>();
      ObjectNode object = members(item, path + ".", record, mappings, own);
      boolean whole = own.stream().noneMatch(BodyFault::fatal);
      if (whole && !object.isEmpty()) {
        array.add(object);
      }
      boolean needed = part.element().required();
      for (BodyFault fault : own) {
        // That Campus has no value for an item nobody needs is nothing to tell a person.
        if (needed || fault.kind() != Decision.Finding.Kind.MISSING) {
          faults.add(
              new BodyFault(
                  fault.kind(),
                  fault.path(),
                  needed && fault.fatal(),
                  fault.cause(),
                  fault.detail()));
        }
      }
    }
    return array.isEmpty() ? null : array;
  }

  private @Nullable JsonNode single(
      ValuePart part, String path, Object record, Mappings mappings, List<BodyFault> faults) {
    JsonNode constant = part.constant();
    if (constant != null && part.map() == null) {
      return constant;
    }
    FactPath from = part.path();
    Object value = from == null ? text(constant) : from.read(record);
    boolean required = part.element().required();
    if (value == null) {
      if (required) {
        faults.add(
            new BodyFault(
                Decision.Finding.Kind.MISSING,
                path,
                true,
                "missing " + from,
                path + " is required, but " + from + " has no value"));
      }
      return null;
    }
    Preference map = part.map();
    if (map != null) {
      String campus = value.toString();
      String code = mappings.code(map, campus).orElse(null);
      if (code == null) {
        boolean blank = mappings.outcome(map, campus) == Mappings.Outcome.BLANK;
        boolean fatal = required || (part.holds() && !blank);
        if (fatal || !blank) {
          faults.add(
              new BodyFault(
                  Decision.Finding.Kind.UNMAPPED,
                  path,
                  fatal,
                  "unmapped " + map.name() + " " + campus,
                  path
                      + ": '"
                      + campus
                      + "' of "
                      + map.label()
                      + " is not mapped to an Ed-Fi code"));
        }
        return null;
      }
      value = code;
    }
    Coercion.Result result = Coercion.coerce(part.element(), value);
    if (result.node() == null) {
      faults.add(
          new BodyFault(
              Decision.Finding.Kind.INVALID,
              path,
              required,
              "invalid " + path,
              path + " (" + from + ") " + result.problem()));
    }
    return result.node();
  }
}
