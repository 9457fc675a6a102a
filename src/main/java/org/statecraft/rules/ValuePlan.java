package org.statecraft.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DescriptorUri;
import org.statecraft.packs.CodeTable;
import org.statecraft.packs.Element;
import org.statecraft.packs.ElementType;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;
import org.statecraft.packs.SchemaElement;

/** Checks the single values of a resource's elements: paths into its record fact and constants. */
final class ValuePlan {

  private final Class<?> record;
  private final Map<String, Preference> preferences;
  private final Map<String, CodeTable> codes;
  private final Problems problems;

  ValuePlan(RulePack pack, Class<?> record, Problems problems) {
    this.record = record;
    this.preferences =
        pack.preferences().stream()
            .collect(Collectors.toMap(Preference::name, each -> each, (one, two) -> two));
    this.codes = pack.codes();
    this.problems = problems;
  }

  /** The part that writes it; null if something is wrong, which is told. */
  BodyWriter.@Nullable Part part(String path, Element.Value value, SchemaElement target) {
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
