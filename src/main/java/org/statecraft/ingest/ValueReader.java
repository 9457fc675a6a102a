package org.statecraft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statecraft.ingest.ColumnSchema.Meaning;
import org.statecraft.packs.ColumnType;

/**
 * Converts what stands on the wire to the type the catalogue declares. What is impossible or could
 * mean two things is refused, saying what was expected and what kind of thing came, never the
 * value.
 */
final class ValueReader {

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{1,3})?");

  /** PostgreSQL keeps more; no Campus number has so many digits, and rules must not suffer it. */
  private static final int MOST_DIGITS = 100;

  /** What Debezium sends for a large text that did not change. */
  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  private ValueReader() {}

  /**
   * One column's value.
   *
   * @return null where Campus has none: null, or blank text
   * @throws RefusedEvent with what was expected; the caller puts the column's name in front
   */
  static @Nullable Object read(ColumnType type, JsonNode node, ColumnSchema schema) {
    if (node.isNull()) {
      return null;
    }
    if (node.isTextual() && node.textValue().isBlank()) {
      return null;
    }
    return switch (type) {
      case TEXT -> text(node, schema);
      case ID -> id(node, schema);
      case NUMBER -> number(node, schema);
      case FLAG -> flag(node);
      case DATE -> TimeReader.date(node, schema.meaning());
      case TIME -> TimeReader.time(node, schema.meaning());
    };
  }

  private static String text(JsonNode node, ColumnSchema schema) {
    if (node.isTextual() && schema.meaning() == Meaning.UNSAID) {
      return storable(node.textValue().strip());
    }
    if (node.isIntegralNumber() && schema.meaning() == Meaning.UNSAID) {
      return node.asText();
    }
    if (schema.meaning() == Meaning.DECIMAL) {
      return id(node, schema).toString();
    }
    throw expected("text", node);
  }

  private static Long id(JsonNode node, ColumnSchema schema) {
    if (node.isIntegralNumber() && node.canConvertToLong() && timeless(schema)) {
      return node.longValue();
    }
    if (node.isTextual() && schema.meaning() == Meaning.UNSAID) {
      String text = node.textValue().strip();
      if (WHOLE.matcher(text).matches()) {
        return whole(new BigDecimal(text), node);
      }
    } else if (timeless(schema) && (node.isNumber() || node.isTextual() || node.isObject())) {
      return whole(number(node, schema), node);
    }
    throw expected("a whole number", node);
  }

  private static Long whole(BigDecimal number, JsonNode node) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException fraction) {
      throw expected("a whole number of at most 18 digits", node);
    }
  }

  private static BigDecimal number(JsonNode node, ColumnSchema schema) {
    if (!timeless(schema)) {
      throw expected("a number", node);
    }
    if (node.isNumber()) {
      return bounded(node.decimalValue(), node);
    }
    if (node.isTextual() && schema.meaning() == Meaning.DECIMAL) {
      return bounded(new BigDecimal(unscaled(node), schema.scale()), node);
    }
    if (node.isTextual()) {
      String text = node.textValue().strip();
      if (DECIMAL.matcher(text).matches()) {
        return bounded(new BigDecimal(text), node);
      }
      throw new RefusedEvent(
          "expected a number, or base64 together with the schema part that has its scale, got "
              + kind(node));
    }
    if (node.isObject() && node.path("scale").isInt() && node.path("value").isTextual()) {
      return bounded(
          new BigDecimal(unscaled(node.path("value")), node.path("scale").intValue()), node);
    }
    throw expected("a number", node);
  }

  private static BigInteger unscaled(JsonNode node) {
    try {
      return new BigInteger(Base64.getDecoder().decode(node.textValue()));
    } catch (IllegalArgumentException notBase64) {
      throw expected("base64, as the schema part says", node);
    }
  }

  private static BigDecimal bounded(BigDecimal number, JsonNode node) {
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw expected("a number of at most " + MOST_DIGITS + " digits", node);
    }
    return number;
  }

  private static Boolean flag(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isInt() && (node.intValue() == 0 || node.intValue() == 1)) {
      return node.intValue() == 1;
    }
    if (node.isTextual()) {
      switch (node.textValue().strip()) {
        case "1", "true" -> {
          return true;
        }
        case "0", "false" -> {
          return false;
        }
        default -> throw expected("true, false, 1 or 0", node);
      }
    }
    throw expected("true, false, 1 or 0", node);
  }

  private static boolean timeless(ColumnSchema schema) {
    return schema.meaning() == Meaning.UNSAID || schema.meaning() == Meaning.DECIMAL;
  }

  /** PostgreSQL keeps neither the character 0 nor half of a surrogate pair. */
  private static String storable(String text) {
    if (text.startsWith(UNAVAILABLE)) {
      throw new RefusedEvent(
          "the source did not send the value; set the table's replica identity to full");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new RefusedEvent("the text contains the character U+0000, which cannot be kept");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new RefusedEvent("the text contains half of a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }

  static RefusedEvent expected(String what, JsonNode node) {
    return new RefusedEvent("expected " + what + ", got " + kind(node));
  }

  /** What came, so that its sender recognises it, without telling the value. */
  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "text of " + node.textValue().length() + " characters";
      case NUMBER ->
          node.isIntegralNumber()
              ? "a whole number of " + node.asText().replace("-", "").length() + " digits"
              : "a decimal number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL, MISSING -> "nothing";
      case BINARY, POJO -> "something else";
    };
  }
}
