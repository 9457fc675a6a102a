package org.statecraft.preferences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.statecraft.packs.Code;
import org.statecraft.packs.Preference;

/** Shows which codes preferences may take. */
public final class CodeListing implements Report {

  private final List<Preference> preferences;

  public CodeListing(List<Preference> preferences) {
    this.preferences = List.copyOf(preferences);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Preference each : preferences) {
      text.append(each.name()).append(": ").append(each.label()).append('\n');
      text.append("  of ").append(source(each)).append("; ").append(kind(each)).append('\n');
      each.codes()
          .ifPresent(
              table ->
                  table
                      .codes()
                      .values()
                      .forEach(
                          code ->
                              text.append("  ")
                                  .append(code.uri())
                                  .append("  ")
                                  .append(code.description())
                                  .append('\n')));
    }
    return text.toString();
  }

  private static String source(Preference preference) {
    return preference
        .column()
        .map(Preference.Column::toString)
        .orElseGet(() -> "the values " + String.join(", ", preference.values()));
  }

  private static String kind(Preference preference) {
    if (preference.codes().isPresent()) {
      return "the codes of " + preference.codes().orElseThrow().place() + ":";
    }
    String what = preference.descriptor().map(name -> "any code of " + name).orElse("any text");
    return preference.notPublic().isEmpty() ? what : what + " (" + preference.notPublic() + ")";
  }

  @Override
  public JsonNode json() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Preference each : preferences) {
      ObjectNode json = all.addObject().put("preference", each.name()).put("label", each.label());
      each.column().ifPresent(column -> json.put("column", column.toString()));
      if (each.column().isEmpty()) {
        ArrayNode values = json.putArray("values");
        each.values().forEach(values::add);
      }
      each.descriptor().ifPresent(name -> json.put("descriptor", name));
      if (!each.notPublic().isEmpty()) {
        json.put("notPublic", each.notPublic());
      }
      each.codes()
          .ifPresent(
              table -> {
                ArrayNode codes = json.putArray("codes");
                table.codes().values().forEach(code -> codes.add(json(code)));
              });
    }
    return all;
  }

  private static ObjectNode json(Code code) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", code.uri().code())
        .put("uri", code.uri().value())
        .put("namespace", code.uri().namespace())
        .put("description", code.description())
        .put("shortDescription", code.shortDescription());
  }
}
