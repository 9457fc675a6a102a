package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.statecraft.admin.Audit;
import org.statecraft.admin.YamlJson;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.edfi.ResourceName;
import org.statecraft.http.CorrelationId;

/** One request: who asks for what. What is wrong with it is collected and told at once. */
final class Call {

  /** The name under which a problem of the body is told. */
  private static final String BODY = "body";

  private final Operation operation;
  private final Caller caller;
  private final Scene scene;
  private final ApiDocument document;
  private final RoutingContext context;
  private final MultiMap query;
  private final Problems problems = new Problems();

  Call(
      Operation operation,
      Caller caller,
      Scene scene,
      ApiDocument document,
      RoutingContext context) {
    this.operation = operation;
    this.caller = caller;
    this.scene = scene;
    this.document = document;
    this.context = context;
    this.query = context.queryParams();
    query.names().forEach(this::checkParameter);
    check();
  }

  private void checkParameter(String name) {
    JsonNode schema = operation.query().get(name);
    if (schema == null) {
      problems.add(
          Place.of("query"),
          "unknown parameter '" + name + "'" + DidYouMean.hint(name, operation.query().keySet()));
    } else if (!query.get(name).isEmpty()) {
      SchemaFaults.of(document, read(query.get(name), document.resolved(schema)), schema)
          .forEach(fault -> problems.add(Place.of("query"), name + ": " + fault));
    }
  }

  /** The value that a text of the query stands for. */
  private static JsonNode read(String text, JsonNode schema) {
    String type = schema.path("type").asText();
    if (type.equals("integer") && text.matches("-?\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return type.equals("boolean") && text.matches("true|false")
        ? BooleanNode.valueOf(text.equals("true"))
        : TextNode.valueOf(text);
  }

  Operation operation() {
    return operation;
  }

  Caller caller() {
    return caller;
  }

  /** Ties the request to its log lines and its audit entry. */
  String correlationId() {
    return CorrelationId.of(context);
  }

  /** Who the audit log names. */
  Audit.By by() {
    return new Audit.By(caller.name(), caller.role().word(), correlationId());
  }

  Problems problems() {
    return problems;
  }

  /** A part of the path. */
  String path(String name) {
    String value = context.pathParam(name);
    if (value == null) {
      throw new IllegalStateException(operation.path() + " has no " + name);
    }
    return value;
  }

  /** A number in the path. */
  long number(String name) {
    try {
      return Long.parseLong(path(name));
    } catch (NumberFormatException e) {
      throw ApiProblem.notThere("'" + path(name) + "' is no number");
    }
  }

  /** A parameter of the query, if it is there. */
  Optional<String> query(String name) {
    if (!operation.query().containsKey(name)) {
      throw new IllegalStateException(operation.path() + " has no parameter " + name);
    }
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A parameter that is a resource's name. */
  Optional<ResourceName> resource(String name) {
    return query(name).map(ResourceName::new);
  }

  /** A parameter that is true or false. */
  boolean flag(String name) {
    return query(name).orElse("false").equals("true");
  }

  /** How many are told at once. */
  int limit() {
    return query("limit").map(Integer::valueOf).orElse(Page.USUAL);
  }

  /** Where the last page ended; empty for the first one. */
  Optional<String> cursor() {
    return query("cursor").map(text -> Page.decoded(text, problems));
  }

  /** The same for a list by number. */
  Optional<Long> numberedCursor() {
    return cursor()
        .flatMap(
            text -> {
              if (text.matches("\\d{1,18}")) {
                return Optional.of(Long.valueOf(text));
              }
              problems.add(Place.of("query"), Page.NO_CURSOR);
              return Optional.empty();
            });
  }

  /** The body, which is as the document says. */
  YamlNode body() {
    String text = context.body().asString();
    YamlNode body = YamlFile.parse(BODY, text == null || text.isBlank() ? "{}" : text, problems);
    check();
    for (SchemaFaults.Fault each :
        SchemaFaults.of(document, YamlJson.tree(body), operation.request())) {
      problems.add(place(body, each.path()), each.toString());
    }
    check();
    return body;
  }

  private static Place place(YamlNode body, List<String> path) {
    YamlNode at = body;
    for (String step : path) {
      at = at.isList() ? at.list().get(Integer.parseInt(step)) : at.get(step);
    }
    return at.place();
  }

  /** A value that a class of ours makes from text, and refuses in words. */
  <T> Optional<T> value(YamlNode node, Function<String, T> make) {
    try {
      return node.optional().map(make);
    } catch (IllegalArgumentException e) {
      node.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Values that a class of ours makes from texts. */
  <T> List<T> values(YamlNode node, Function<String, T> make) {
    return node.list().stream().flatMap(each -> value(each, make).stream()).toList();
  }

  /** The connection that the path names. */
  ConnectionFile connectionFile() {
    String name = path("connection");
    return visible().stream()
        .filter(each -> each.connection().name().value().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiProblem.notThere("there is no connection '" + name + "'"));
  }

  Connection connection() {
    return connectionFile().connection();
  }

  /** A connection by name, which must be one the caller may see. */
  Connection connection(String name) {
    return connections().stream()
        .filter(each -> each.name().value().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiProblem.notThere("there is no connection '" + name + "'"));
  }

  /** The connections that the caller may see. */
  List<Connection> connections() {
    return visible().stream().map(ConnectionFile::connection).toList();
  }

  private List<ConnectionFile> visible() {
    return scene.connections().stream().filter(each -> caller.maySee(each.connection())).toList();
  }

  /** Whether the caller may see a connection by this name. */
  boolean sees(String name) {
    return connections().stream().anyMatch(each -> each.name().value().equals(name));
  }

  /** Refuses the request if anything is wrong with it. */
  void check() {
    if (!problems.isEmpty()) {
      throw Refused.of(problems.list());
    }
  }
}
