package org.statecraft.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.testing.TestDatabase;

/**
 * A small Ed-Fi API: it keeps what it is sent by key, writes down every request, and misbehaves as
 * a test tells it to.
 */
final class ScriptedApi implements AutoCloseable {

  /** A request and what it led to; {@code effect} is null if nothing changed. */
  record Seen(String verb, String resource, String key, int status, @Nullable String effect) {}

  /** What to do instead of the right thing. */
  record Misbehaviour(int status, Map<String, String> headers, String body, boolean afterwards) {

    static Misbehaviour answer(int status, String body) {
      return new Misbehaviour(status, Map.of(), body, false);
    }

    static Misbehaviour retryAfter(int status, int seconds) {
      return new Misbehaviour(status, Map.of("Retry-After", "" + seconds), "{}", false);
    }

    /** Does what it is asked and cuts the connection instead of answering. */
    static Misbehaviour cutAfterwards() {
      return new Misbehaviour(0, Map.of(), "", true);
    }
  }

  private final HttpServer server;
  private final int latencyMillis;
  private final Vertx vertx;
  private final Map<String, ObjectNode> documents = new LinkedHashMap<>();
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile String validToken = "";
  private volatile boolean refuseTokens;
  private volatile boolean silent;
  private volatile Function<Seen, @Nullable Misbehaviour> script = request -> null;
  private boolean wantsPrograms;

  private ScriptedApi(Vertx vertx, int latencyMillis) {
    this.vertx = vertx;
    this.latencyMillis = latencyMillis;
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  static ScriptedApi start(Vertx vertx, int latencyMillis) {
    ScriptedApi api = new ScriptedApi(vertx, latencyMillis);
    TestDatabase.await(api.server.listen(0, "localhost"));
    return api;
  }

  URI base() {
    return URI.create("http://localhost:" + server.actualPort() + "/");
  }

  /** Refuses associations while no program is there. */
  void checkReferences() {
    wantsPrograms = true;
  }

  void script(Function<Seen, @Nullable Misbehaviour> script) {
    this.script = script;
  }

  void expireTokens() {
    validToken = "";
  }

  void refuseTokens(boolean refuse) {
    refuseTokens = refuse;
  }

  /** Takes requests and their effects, and never answers. */
  void fallSilent(boolean silent) {
    this.silent = silent;
  }

  int tokensGiven() {
    return tokens.get();
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  List<Seen> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** What happened to each record, in order: created, changed, deleted. */
  Map<String, List<String>> effects() {
    Map<String, List<String>> effects = new HashMap<>();
    for (Seen one : seen()) {
      if (one.effect() != null) {
        effects
            .computeIfAbsent(one.resource() + " " + one.key(), key -> new ArrayList<>())
            .add(one.effect());
      }
    }
    return effects;
  }

  synchronized List<ObjectNode> documents(String resource) {
    return documents.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(resource + " "))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (latencyMillis == 0 || !request.path().startsWith("/data")) {
                answer(request, body);
              } else {
                mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                vertx.setTimer(
                    latencyMillis,
                    timer -> {
                      underWay.decrementAndGet();
                      answer(request, body);
                    });
              }
            });
  }

  private void answer(HttpServerRequest request, Buffer body) {
    String path = request.path();
    if (path.equals("/")) {
      String base = base().toString();
      end(
          request,
          200,
          "{\"version\":\"7.3\",\"urls\":{\"oauth\":\""
              + base
              + "oauth/token\",\"dataManagementApi\":\""
              + base
              + "data/v3/\"}}");
    } else if (path.equals("/oauth/token")) {
      token(request);
    } else if (!("Bearer " + validToken).equals(request.getHeader("authorization"))) {
      end(request, 401, "");
    } else {
      data(request, path.split("/"), body.toString());
    }
  }

  private void token(HttpServerRequest request) {
    // key:secret
    if (refuseTokens || !"Basic a2V5OnNlY3JldA==".equals(request.getHeader("authorization"))) {
      end(request, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    validToken = "token-" + tokens.incrementAndGet();
    end(request, 200, "{\"access_token\":\"" + validToken + "\",\"expires_in\":1800}");
  }

  private synchronized void data(HttpServerRequest request, String[] path, String body) {
    String verb = request.method().name();
    String resource = path[4];
    String id = path.length > 5 ? path[5] : "";
    String key = body.isEmpty() ? keyOf(resource, id) : key(resource, CanonicalJson.read(body));
    Misbehaviour misbehaviour = script.apply(new Seen(verb, resource, key, 0, null));
    if (misbehaviour != null && !misbehaviour.afterwards()) {
      seen.add(new Seen(verb, resource, key, misbehaviour.status(), null));
      misbehaviour.headers().forEach(request.response()::putHeader);
      end(request, misbehaviour.status(), misbehaviour.body());
      return;
    }
    boolean answers = misbehaviour == null && !silent;
    switch (verb) {
      case "POST" -> post(request, resource, key, body, answers);
      case "PUT" -> put(request, resource, key, id, body, answers);
      case "DELETE" -> delete(request, resource, id, answers);
      default -> get(request, resource, answers);
    }
    if (misbehaviour != null) {
      request.connection().close();
    }
  }

  private void post(
      HttpServerRequest request, String resource, String key, String body, boolean answers) {
    if (wantsPrograms && !resource.equals("programs") && documents("programs").isEmpty()) {
      String missing =
          "{\"type\":\"urn:ed-fi:api:data-conflict:unresolved-reference\","
              + "\"detail\":\"The referenced 'Program' item does not exist.\"}";
      done(request, new Seen("POST", resource, key, 409, null), missing, answers);
      return;
    }
    ObjectNode old = documents.get(resource + " " + key);
    ObjectNode document = (ObjectNode) CanonicalJson.read(body);
    String id = old == null ? UUID.randomUUID().toString() : old.path("id").asText();
    document.put("id", id);
    documents.put(resource + " " + key, document);
    request.response().putHeader("Location", "http://elsewhere/x/" + resource + "/" + id);
    String effect = old == null ? "created" : old.equals(document) ? null : "changed";
    done(request, new Seen("POST", resource, key, old == null ? 201 : 200, effect), "", answers);
  }

  private void put(
      HttpServerRequest request,
      String resource,
      String key,
      String id,
      String body,
      boolean answers) {
    ObjectNode old = documents.get(resource + " " + key);
    JsonNode document = CanonicalJson.read(body);
    if (old == null || !old.path("id").asText().equals(id)) {
      done(request, new Seen("PUT", resource, key, 404, null), "{}", answers);
    } else if (!document.path("id").asText().equals(id)) {
      done(request, new Seen("PUT", resource, key, 400, null), "{}", answers);
    } else {
      documents.put(resource + " " + key, (ObjectNode) document);
      String effect = old.equals(document) ? null : "changed";
      done(request, new Seen("PUT", resource, key, 204, effect), "", answers);
    }
  }

  private void delete(HttpServerRequest request, String resource, String id, boolean answers) {
    String key = keyOf(resource, id);
    boolean gone = documents.remove(resource + " " + key) == null;
    done(
        request,
        new Seen("DELETE", resource, key, gone ? 404 : 204, gone ? null : "deleted"),
        "",
        answers);
  }

  private void get(HttpServerRequest request, String resource, boolean answers) {
    // Overlooks the parameters, as some servers do with those they do not know.
    done(
        request,
        new Seen("GET", resource, request.query(), 200, null),
        documents(resource).toString(),
        answers);
  }

  private void done(HttpServerRequest request, Seen one, String body, boolean answers) {
    seen.add(one);
    if (answers) {
      end(request, one.status(), body);
    }
  }

  private static void end(HttpServerRequest request, int status, String body) {
    request.response().setStatusCode(status).end(body);
  }

  private String keyOf(String resource, String id) {
    return documents.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(resource + " "))
        .filter(entry -> entry.getValue().path("id").asText().equals(id))
        .map(entry -> entry.getKey().substring(resource.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static String key(String resource, JsonNode body) {
    return resource.equals("programs")
        ? body.path("programName").asText()
        : body.path("studentReference").path("studentUniqueId").asText()
            + " "
            + body.path("beginDate").asText();
  }

  @Override
  public void close() {
    TestDatabase.await(server.close());
  }
}
