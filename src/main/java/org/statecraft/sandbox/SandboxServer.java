package org.statecraft.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.edfi.CanonicalJson;

/**
 * Reads HTTP requests, hands each to its endpoint, and writes the answer, late if so configured.
 */
final class SandboxServer {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final Duration NO_TIME = Duration.ZERO;
  private static final int LARGEST_DOCUMENT = 10 * 1024 * 1024;

  private final Vertx vertx;
  private final SandboxConfig config;
  private final ServerFamily family;
  private final SandboxResources resources;
  private final DataRequests data;
  private final AdminEndpoint admin;
  private final TokenEndpoint tokenEndpoint;
  private final Discovery discovery;
  private final RequestLog log;
  private final FaultPlan faults;
  private final String prefix;
  private final String edFi;
  private long tokenRequests;

  SandboxServer(Vertx vertx, SandboxConfig config, SandboxState state, RequestLog log) {
    this.vertx = vertx;
    this.config = config;
    this.family = state.family();
    this.resources = state.resources();
    this.log = log;
    this.faults = state.faults();
    this.admin = new AdminEndpoint(state.store(), resources, state.writer(), log, faults);
    AccessTokens tokens =
        new AccessTokens(config.clock(), family.tokenLimit(), config.tokenLifetime());
    this.data = new DataRequests(config, state, tokens, faults, log);
    this.tokenEndpoint = new TokenEndpoint(tokens, family, config);
    this.discovery = new Discovery(config, resources);
    this.prefix = config.schoolYear().map(year -> "/" + year).orElse("");
    this.edFi = family.dataPath() + "/ed-fi/";
  }

  void watch(LongConsumer watcher) {
    data.watch(watcher);
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
          Told told =
              faults.isDown() && !isAdmin
                  ? new Told(Told.RESET, Duration.ZERO)
                  : answerOrFail(request, path, body.toString());
          if (told.delay().isZero()) {
            write(request, told);
          } else {
            vertx.setTimer(Math.max(1, told.delay().toMillis()), timer -> write(request, told));
          }
        });
  }

  private Told answerOrFail(HttpServerRequest request, String path, String body) {
    try {
      return answer(request, path, body);
    } catch (RuntimeException e) {
      LOG.error("sandbox request failed method={}", request.method(), Trace.of(e));
      return late(family.systemError());
    }
  }

  private Told answer(HttpServerRequest request, String path, String body) {
    String method = request.method().name();
    if (path.startsWith(edFi)) {
      return data(request, path.substring(edFi.length()), body);
    }
    if (path.startsWith("/sandbox/")) {
      String after = request.getParam("after");
      return new Told(
          isLocal(request)
              ? admin.answer(method, path, after == null ? "" : after, body)
              : Answer.of(403),
          Duration.ZERO);
    }
    return switch (method + " " + path) {
      case "GET /" -> late(discovery.document(address(request)));
      case "GET /metadata/data/v3/dependencies" -> late(discovery.dependencies());
      case "POST /oauth/token" -> token(request, body);
      default -> late(family.notFound("read"));
    };
  }

  private Told late(Answer answer) {
    return new Told(answer, config.latency());
  }

  private Told token(HttpServerRequest request, String body) {
    long number = ++tokenRequests;
    Optional<Fault> fault = faults.ofToken(number);
    Instant time = config.clock().instant();
    Answer answer =
        fault.isPresent() && !fault.get().worksFirst()
            ? fault.get() == Fault.RESET_BEFORE ? Told.RESET : faults.answer(fault.get(), number)
            : tokenEndpoint.answer(
                header(request, "Authorization"), header(request, "Content-Type"), body);
    boolean slow = fault.equals(Optional.of(Fault.SLOW));
    if (fault.equals(Optional.of(Fault.ERROR_AFTER))) {
      answer = faults.answer(Fault.ERROR_AFTER, number);
    } else if (fault.equals(Optional.of(Fault.RESET_AFTER))) {
      answer = Told.RESET;
    }
    Told told = new Told(answer, config.latency().plus(slow ? faults.delay(number) : NO_TIME));
    log.add(LoggedRequest.ofToken(answer.status(), fault, time, time.plus(told.delay())));
    return told;
  }

  private Told data(HttpServerRequest request, String path, String body) {
    int slash = path.indexOf('/');
    Optional<SandboxResource> resource =
        resources.find(slash < 0 ? path : path.substring(0, slash));
    if (resource.isEmpty()) {
      return late(family.notFound("read"));
    }
    return data.answer(
        new ApiRequest(
            request.method().name(),
            resource.get(),
            Optional.of(path.substring(slash + 1)).filter(id -> slash >= 0 && !id.isEmpty()),
            request.params(),
            request.headers(),
            object(body),
            address(request) + family.dataPath()),
        header(request, "Authorization"));
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

  private static void write(HttpServerRequest request, Told told) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    if (told.isReset()) {
      request.connection().close();
      return;
    }
    Answer answer = told.answer();
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
