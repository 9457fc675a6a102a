package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.errorlog.OpenError;

/** Root causes and entries of the error log as JSON. */
public final class ErrorJson {

  private ErrorJson() {}

  /** A root cause with what it holds up and how to mend it. */
  public static ObjectNode of(ErrorGroup group) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("cause", group.name());
    object.put("connection", group.connection().value());
    object.put("type", group.type().word());
    object.put("kind", group.type().kind().word());
    object.put("whoActs", group.type().actor().word());
    object.put("text", group.text());
    object.put("detail", group.detail());
    ObjectNode failing = object.putObject("failing");
    group.failing().forEach((name, count) -> failing.put(name.value(), count));
    object.put("behind", group.behind());
    object.put("entries", group.entries());
    object.put("archived", group.archived());
    object.put("occurrences", group.occurrences());
    object.put("firstAt", group.firstAt().toString());
    object.put("lastAt", group.lastAt().toString());
    object.put("correlationId", group.correlationId().orElse(null));
    ArrayNode causes = object.putArray("possibleCauses");
    group.type().possibleCauses().forEach(causes::add);
    object.put("howToFix", group.type().howToFix());
    return object;
  }

  /**
   * An entry.
   *
   * @param answers whether to tell the record's key and the API's answer, which hold student data
   */
  public static ObjectNode of(OpenError each, boolean answers) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("id", each.id());
    one.put("resource", text(each.entry().resource()));
    one.put("action", each.entry().outboxId());
    one.put("status", each.entry().status());
    one.put("occurrences", each.occurrences());
    one.put("firstAt", each.firstAt().toString());
    one.put("lastAt", each.lastAt().toString());
    one.put("detail", each.entry().detail());
    if (answers) {
      one.put("key", text(each.entry().key()));
      one.put("answer", each.entry().answer());
    }
    return one;
  }

  /** Which errors were meant. */
  static ObjectNode of(ErrorDesk.Asked asked) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    asked.causes().forEach(json.putArray("causes")::add);
    asked.resource().ifPresent(each -> json.put("resource", each.value()));
    return json;
  }

  /** Root causes in numbers. */
  static JsonNode numbers(List<ErrorGroup> groups) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (ErrorGroup each : groups) {
      list.addObject()
          .put("cause", each.name())
          .put("entries", each.entries())
          .put("archived", each.archived())
          .put("records", each.records());
    }
    return list;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
