package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;

/**
 * Reads HTTP requests, hands each to its endpoint, and writes the answer, late if so configured.
 */
final class SandboxServer {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final String DATA = "/data/v3";
  private static final String ED_FI = DATA + "/ed-fi/";
  private static final int LARGEST_DOCUMENT = 10 * 1024 * 1024;

  private final Vertx vertx;
  private final SandboxConfig config;
  private final ServerFamily family;
  private final SandboxResources resources;
  private final RecordStore store;
  private final ResourceEndpoint endpoint;
  private final AdminEndpoint admin;
  private final AccessTokens tokens;
  private final TokenEndpoint tokenEndpoint;
  private final Discovery discovery;
  private final RequestLog log;
  private final String prefix;

  SandboxServer(Vertx vertx, SandboxConfig config, SandboxState state) {
    this.vertx = vertx;
    this.config = config;
    this.family = state.family();
    this.resources = state.resources();
    this.store = state.store();
    this.endpoint = state.endpoint();
    this.log = new RequestLog();
    this.admin = new AdminEndpoint(store, resources, state.writer(), log);
    this.tokens = new AccessTokens(config.clock(), family.tokenLimit());
    this.tokenEndpoint = new TokenEndpoint(tokens, family, config);
    this.discovery = new Discovery(config, resources);
    this.prefix = config.schoolYear().map(year -> "/" + year).orElse("");
  }

  /** Takes a request; the answer follows when its body has arrived. */
  void handle(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    String path = pathBelowPrefix(request.path());
    boolean isAdmin = path.startsWith("/sandbox/");
    request.handler(
        chunk -> {
          body.appendBuffer(chunk);
          if (!isAdmin && body.length() > LARGEST_DOCUMENT) {
            request.connection().close();
          }
        });
    request.endHandler(
        end -> {
          Answer answer = answerOrFail(request, path, body.toString());
          Duration latency = isAdmin ? Duration.ZERO : config.latency();
          if (latency.isZero()) {
            write(request.response(), answer);
          } else {
            vertx.setTimer(
                Math.max(1, latency.toMillis()), timer -> write(request.response(), answer));
          }
        });
  }

  private Answer answerOrFail(HttpServerRequest request, String path, String body) {
    try {
      return answer(request, path, body);
    } catch (RuntimeException e) {
      LOG.error("sandbox request failed method={}", request.method(), Trace.of(e));
      return family.systemError();
    }
  }

  private Answer answer(HttpServerRequest request, String path, String body) {
    String method = request.method().name();
    if (path.startsWith(ED_FI)) {
      return data(request, path.substring(ED_FI.length()), body);
    }
    if (path.startsWith("/sandbox/")) {
      String after = request.getParam("after");
      return isLocal(request)
          ? admin.answer(method, path, after == null ? "" : after, body)
          : Answer.of(403);
    }
    return switch (method + " " + path) {
      case "GET /" -> discovery.document(address(request));
      case "GET /metadata/data/v3/dependencies" -> discovery.dependencies();
      case "POST /oauth/token" ->
          tokenEndpoint.answer(
              header(request, "Authorization"), header(request, "Content-Type"), body);
      default -> family.notFound("read");
    };
  }

  private Answer data(HttpServerRequest request, String path, String body) {
    if (!tokens.accept(header(request, "Authorization"))) {
      return family.notAuthenticated();
    }
    int slash = path.indexOf('/');
    Optional<SandboxResource> resource =
        resources.find(slash < 0 ? path : path.substring(0, slash));
    if (resource.isEmpty()) {
      return family.notFound("read");
    }
    ApiRequest read =
        new ApiRequest(
            request.method().name(),
            resource.get(),
            Optional.of(path.substring(slash + 1)).filter(id -> slash >= 0 && !id.isEmpty()),
            request.params(),
            request.headers(),
            object(body),
            address(request) + DATA);
    String key = key(read);
    Answer answer = endpoint.answer(read);
    note(read, key, answer);
    return answer;
  }

  /** Before the work is done: a deleted record has no key any more. */
  private @Nullable String key(ApiRequest request) {
    return request
        .body()
        .or(
            () ->
                request
                    .id()
                    .flatMap(id -> store.byId(request.resource(), id))
                    .map(record -> CanonicalJson.read(record.document().json())))
        .flatMap(body -> key(request.resource(), body))
        .orElse(null);
  }

  private static Optional<String> key(SandboxResource resource, JsonNode body) {
    try {
      return Optional.of(NaturalKey.of(resource.schema().key(), body).json());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void note(ApiRequest request, @Nullable String key, Answer answer) {
    String location = answer.headers().get("Location");
    String id =
        location == null
            ? request.id().orElse(null)
            : location.substring(location.lastIndexOf('/') + 1);
    String hash = request.body().map(body -> ResourceBody.of(body).hash().toString()).orElse(null);
    log.add(request, id, key, answer.status(), hash, config.clock().instant());
  }

  private static Optional<JsonNode> object(String body) {
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CanonicalJson.read(body)).filter(JsonNode::isObject);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void write(HttpServerResponse response, Answer answer) {
    if (response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.body() == null) {
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  private String pathBelowPrefix(@Nullable String path) {
    String whole = path == null || path.isEmpty() ? "/" : path;
    if (prefix.isEmpty() || !(whole + "/").startsWith(prefix + "/")) {
      return whole;
    }
    return whole.length() <= prefix.length() + 1 ? "/" : whole.substring(prefix.length());
  }

  private String address(HttpServerRequest request) {
    String host = request.authority() == null ? null : request.authority().toString();
    return "http://" + (host == null ? config.host() + ":" + config.port() : host) + prefix;
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private static boolean isLocal(HttpServerRequest request) {
    try {
      return InetAddress.getByName(request.remoteAddress().hostAddress()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
