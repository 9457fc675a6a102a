package org.statecraft.packs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.packs.SchemaFault.Kind;

/**
 * Compares a document with the schema of its resource. Values are never repeated in a message, for
 * they may be a student's.
 */
public final class SchemaCheck {

  private final ResourceSchema schema;
  private final DataStandard standard;
  private final List<SchemaFault> faults = new ArrayList<>();

  private SchemaCheck(ResourceSchema schema, DataStandard standard) {
    this.schema = schema;
    this.standard = standard;
  }

  /** What is wrong, in words that name the path and what is allowed; empty if nothing is. */
  public static List<String> check(ResourceSchema schema, DataStandard standard, JsonNode body) {
    return faults(schema, standard, body).stream().map(SchemaFault::toString).toList();
  }

  /** What is wrong, for those who have words of their own. */
  public static List<SchemaFault> faults(
      ResourceSchema schema, DataStandard standard, JsonNode body) {
    SchemaCheck check = new SchemaCheck(schema, standard);
    if (!body.isObject()) {
      check.add(Kind.WRONG_TYPE, "$", "body", "must be a JSON object");
      return check.faults;
    }
    check.members("$", "", schema.forStandard(standard), body);
    schema.same().forEach(group -> check.agree(group, body));
    return check.faults;
  }

  private void members(
      String path, String plain, Map<String, SchemaElement> elements, JsonNode object) {
    for (SchemaElement element : elements.values()) {
      JsonNode value = object.path(element.name());
      if (!value.isMissingNode() && !value.isNull()) {
        value(path + "." + element.name(), plain + element.name(), element, value);
      } else if (element.required()) {
        add(Kind.MISSING, path + "." + element.name(), element.name(), "is required");
      }
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!elements.containsKey(name)) {
                add(Kind.UNKNOWN_ELEMENT, path + "." + name, name, unknown(plain + name, elements));
              }
            });
  }

  private String unknown(String plain, Map<String, SchemaElement> elements) {
    List<DataStandard> others = schema.standardsWith(plain);
    if (!others.isEmpty()) {
      return "is not an element of data standard "
          + standard
          + "; those from "
          + others.get(0)
          + " to "
          + others.get(others.size() - 1)
          + " have it";
    }
    String name = plain.substring(plain.lastIndexOf('.') + 1);
    return "is not an element of " + schema.resource() + DidYouMean.hint(name, elements.keySet());
  }

  private void value(String path, String plain, SchemaElement element, JsonNode value) {
    if (!element.array()) {
      single(path, plain, element, value);
      return;
    }
    if (!value.isArray()) {
      add(Kind.WRONG_TYPE, path, element.name(), "must be a list");
      return;
    }
    if (value.isEmpty() && element.required()) {
      add(Kind.MISSING, path, element.name(), "is required: at least one item");
    }
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      JsonNode item = value.get(i);
      single(path + "[" + i + "]", plain, element, item);
      if (!keys.add(itemKey(element, item))) {
        add(
            Kind.REPEATED_ITEM,
            path + "[" + i + "]",
            element.name(),
            "has the same " + String.join(", ", element.itemKey()) + " as an item before it");
      }
    }
  }

  private static String itemKey(SchemaElement element, JsonNode item) {
    StringBuilder key = new StringBuilder();
    for (String name : element.itemKey()) {
      key.append(CanonicalJson.write(item.path(name))).append('\n');
    }
    return key.toString();
  }

  private void single(String path, String plain, SchemaElement element, JsonNode value) {
    switch (element.type()) {
      case OBJECT -> {
        if (value.isObject()) {
          members(path, plain + ".", element.children(), value);
        } else {
          wrong(path, element, "must be an object");
        }
      }
      case TEXT -> text(path, plain, element, value);
      case DESCRIPTOR -> descriptor(path, plain, element, value);
      case CODE -> code(path, plain, element, value);
      case DATE -> {
        if (!value.isTextual() || !isDate(value.textValue())) {
          wrong(path, element, "must be a date such as 2024-08-20");
        }
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          wrong(path, element, "must be true or false");
        }
      }
      case INT32 -> {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
          wrong(path, element, "must be a whole number of 32 bits, at most 2147483647");
        }
      }
      case INT64 -> {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
          wrong(path, element, "must be a whole number of 64 bits");
        }
      }
      case DECIMAL -> {
        if (!value.isNumber()) {
          wrong(path, element, "must be a number");
        }
      }
    }
  }

  private void text(String path, String plain, SchemaElement element, JsonNode value) {
    if (!value.isTextual()) {
      wrong(path, element, "must be a text");
      return;
    }
    length(path, element, value.textValue());
    blanks(path, plain, element, value.textValue());
  }

  private void descriptor(String path, String plain, SchemaElement element, JsonNode value) {
    String text = value.isTextual() ? value.textValue() : "";
    int hash = text.indexOf('#');
    if (!text.startsWith("uri://") || hash < 0 || hash == text.length() - 1) {
      add(
          Kind.NOT_A_DESCRIPTOR,
          path,
          element.name(),
          "must be a descriptor such as uri://ed-fi.org/"
              + element.descriptor().orElse("NameDescriptor")
              + "#Code");
      return;
    }
    length(path, element, text);
    blanks(path, plain, element, text);
  }

  private void code(String path, String plain, SchemaElement element, JsonNode value) {
    if (value.isTextual() && value.textValue().startsWith("uri://")) {
      add(Kind.WRONG_TYPE, path, element.name(), "must be a bare code, not a descriptor");
    } else {
      text(path, plain, element, value);
    }
  }

  private void length(String path, SchemaElement element, String text) {
    if (text.length() > element.max()) {
      faults.add(
          new SchemaFault(
              Kind.TOO_LONG,
              path,
              element.name(),
              "has " + text.length() + " characters; at most " + element.max() + " are allowed",
              element.max()));
    } else if (text.length() < element.min()) {
      faults.add(
          new SchemaFault(
              Kind.TOO_SHORT,
              path,
              element.name(),
              "has " + text.length() + " characters; at least " + element.min() + " are needed",
              element.min()));
    }
  }

  private void blanks(String path, String plain, SchemaElement element, String text) {
    if (schema.key().contains(plain) && !text.equals(text.strip())) {
      add(
          Kind.OUTER_BLANKS,
          path,
          element.name(),
          "is part of the natural key and must not begin or end with a blank");
    }
  }

  private void agree(List<String> paths, JsonNode body) {
    JsonNode first = null;
    for (String path : paths) {
      JsonNode value = body.at("/" + path.replace('.', '/'));
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      if (first != null && !first.equals(value)) {
        add(
            Kind.DISAGREES,
            "$." + path,
            path.substring(path.lastIndexOf('.') + 1),
            "must have the same value as " + paths.get(0));
      }
      first = value;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return text.length() == 10;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void wrong(String path, SchemaElement element, String allowed) {
    add(Kind.WRONG_TYPE, path, element.name(), allowed);
  }

  private void add(Kind kind, String path, String name, String allowed) {
    faults.add(new SchemaFault(kind, path, name, allowed, 0));
  }
}
