package org.statecraft.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.statecraft.packs.ElementType;
import org.statecraft.packs.SchemaElement;

/** Turns a Campus value into the JSON value an element takes, or says why it does not fit. */
final class Coercion {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Exactly one of the two is set. */
  record Result(@Nullable JsonNode node, @Nullable String problem) {}

  private Coercion() {}

  /** Whether values of a class can ever fit an element type; texts may hold anything. */
  static boolean mayFit(Class<?> from, ElementType to) {
    return switch (to) {
      case TEXT -> from == String.class || from == Long.class;
      case DESCRIPTOR, CODE -> from == String.class;
      case DATE -> from == LocalDate.class;
      case BOOLEAN -> from == Boolean.class;
      case INT32, INT64 -> from == Long.class || from == String.class;
      case DECIMAL -> from == BigDecimal.class || from == Long.class;
      case OBJECT -> false;
    };
  }

  static Result coerce(SchemaElement element, Object value) {
    return switch (element.type()) {
      case TEXT, DESCRIPTOR -> text(element, value.toString());
      case CODE -> text(element, bare(value.toString()));
      case DATE ->
          value instanceof LocalDate date
              ? ok(NODES.textNode(date.toString()))
              : no("is not a date");
      case BOOLEAN ->
          value instanceof Boolean flag ? ok(NODES.booleanNode(flag)) : no("is not true or false");
      case INT32 -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case DECIMAL ->
          value instanceof BigDecimal number
              ? ok(NODES.numberNode(number))
              : value instanceof Long whole ? ok(NODES.numberNode(whole)) : no("is not a number");
      case OBJECT -> no("is a group of elements");
    };
  }

  private static Result text(SchemaElement element, String text) {
    if (element.max() > 0 && text.length() > element.max()) {
      return no(
          "has " + text.length() + " characters; the Ed-Fi API takes at most " + element.max());
    }
    if (text.length() < element.min()) {
      return no("has fewer than " + element.min() + " characters");
    }
    return ok(NODES.textNode(text));
  }

  /** One mapping serves all standards: of a descriptor, an older API takes what is behind the #. */
  private static String bare(String code) {
    return code.startsWith("uri://") ? code.substring(code.indexOf('#') + 1) : code;
  }

  private static Result whole(Object value, long least, long most) {
    try {
      long number = value instanceof Long whole ? whole : Long.parseLong(value.toString().strip());
      return number < least || number > most
          ? no("is a number outside " + least + " to " + most)
          : ok(NODES.numberNode(number));
    } catch (NumberFormatException e) {
      return no("is not a whole number");
    }
  }

  private static Result ok(JsonNode node) {
    return new Result(node, null);
  }

  private static Result no(String problem) {
    return new Result(null, problem);
  }
}
