package org.statecraft.api;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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
  private final RoutingContext context;
  private final MultiMap query;
  private final Problems problems = new Problems();

  Call(Operation operation, Caller caller, Scene scene, RoutingContext context) {
    this.operation = operation;
    this.caller = caller;
    this.scene = scene;
    this.context = context;
    this.query = context.queryParams();
    for (String name : query.names()) {
      if (!operation.query().contains(name)) {
        problems.add(
            Place.of("query"),
            "unknown parameter '" + name + "'" + DidYouMean.hint(name, operation.query()));
      }
    }
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
    if (!operation.query().contains(name)) {
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
    String value = query(name).orElse("false").toLowerCase(Locale.ROOT);
    if (!List.of("true", "false").contains(value)) {
      problems.add(Place.of("query"), name + " is true or false, not '" + value + "'");
    }
    return value.equals("true");
  }

  /** How many are told at once. */
  int limit() {
    String value = query("limit").orElse(Integer.toString(Page.USUAL));
    try {
      int limit = Integer.parseInt(value);
      if (limit >= 1 && limit <= Page.MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of bounds is.
    }
    problems.add(Place.of("query"), "limit is 1 to " + Page.MOST + ", not '" + value + "'");
    return Page.USUAL;
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

  /** The body, which has at most these members. */
  YamlNode body(String... known) {
    String text = context.body().asString();
    YamlNode body = YamlFile.parse(BODY, text == null || text.isBlank() ? "{}" : text, problems);
    return body.only(known);
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
