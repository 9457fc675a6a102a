package org.statecraft.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.admin.Audit;
import org.statecraft.config.ApiConfig;
import org.statecraft.http.CorrelationId;
import org.statecraft.http.Routes;

/**
 * The routes of the document. A request is taken from where it may come, by who may ask, and then
 * carried out; a change is written into the audit log before and after.
 */
public final class ApiRoutes implements Routes {

  private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);

  private static final String DOCUMENT = "getDocument";
  private static final String CALLER = Caller.class.getName();

  /** What a proxy adds: then the other end of the connection is not who asks. */
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");

  private final Scene scene;
  private final ApiConfig config;
  private final Tokens tokens;
  private final ApiDocument document = ApiDocument.load();
  private final Masking masking = new Masking(document);
  private final Audit audit;
  private final Workers workers = new Workers("api", 2, 16);
  private final Workers planning = new Workers("api-plan", 1, 4);
  private final Handlers handlers;

  public ApiRoutes(Scene scene, ApiConfig config, Tokens tokens) {
    this.scene = scene;
    this.config = config;
    this.tokens = tokens;
    this.audit = new Audit(scene.database(), error -> Refused.of(error) instanceof ApiProblem);
    this.handlers = AllHandlers.of(scene, workers, planning);
  }

  /** The document that the routes are made from. */
  public ApiDocument document() {
    return document;
  }

  /** Begins nothing more. */
  public void stop() {
    workers.stop();
    planning.stop();
  }

  /** The operations that somebody carries out. */
  Set<String> operations() {
    return handlers.operations();
  }

  @Override
  public void mount(Router router) {
    router.route("/api/*").handler(this::fromWhere);
    for (Operation each : document.operations()) {
      if (each.id().equals(DOCUMENT)) {
        route(router, each).handler(context -> send(context, Answer.ok(document.json())));
      } else {
        // Routes of their own, for a body is read before what else a route does.
        route(router, each).handler(context -> byWhom(each, context));
        route(router, each).handler(BodyHandler.create(false).setBodyLimit(config.bodyLimit()));
        route(router, each).handler(context -> serve(each, context));
      }
    }
  }

  private static Route route(Router router, Operation operation) {
    return router.route(HttpMethod.valueOf(operation.method()), operation.route());
  }

  private void fromWhere(RoutingContext context) {
    SocketAddress remote = context.request().remoteAddress();
    boolean near =
        remote != null
            && LOOPBACK.contains(String.valueOf(remote.hostAddress()))
            && FORWARDED.stream().noneMatch(each -> context.request().headers().contains(each));
    if (near || config.reach() == ApiConfig.Reach.ANYWHERE) {
      context.response().putHeader("Cache-Control", "no-store");
      context.next();
    } else {
      refuse(
          context,
          new ApiProblem(
              403,
              "Not from here",
              "the admin API serves this machine only; the setting api.reach opens it"));
    }
  }

  private void byWhom(Operation operation, RoutingContext context) {
    Optional<Caller> caller = tokens.find(context.request().getHeader("Authorization"));
    if (caller.isEmpty()) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      refuse(
          context,
          new ApiProblem(
              401, "Who asks is not known", "send the header 'Authorization: Bearer <token>'"));
    } else if (!caller.get().role().includes(operation.role().orElseThrow())) {
      refuse(
          context,
          new ApiProblem(
              403,
              "Not allowed",
              "this takes the role "
                  + operation.role().orElseThrow().word()
                  + "; this token has the role "
                  + caller.get().role().word()));
    } else {
      context.put(CALLER, caller.get());
      context.next();
    }
  }

  private void serve(Operation operation, RoutingContext context) {
    Context own = scene.vertx().getOrCreateContext();
    Caller caller = context.get(CALLER);
    Future<Answer> answer;
    try {
      Call call = new Call(operation, caller, scene, document, context);
      answer =
          operation.change()
              ? changed(operation, call)
              : handlers.reading(operation.id()).apply(call);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(
        done ->
            own.runOnContext(
                now -> {
                  if (done.succeeded()) {
                    send(context, shown(operation, caller, done.result()));
                  } else {
                    fail(context, done.cause());
                  }
                }));
  }

  private Future<Answer> changed(Operation operation, Call call) {
    return handlers
        .changing(operation.id())
        .apply(call)
        .compose(
            change -> {
              call.check();
              if (!change.about().action().equals(operation.id())) {
                throw new IllegalStateException(operation.id() + " does something else");
              }
              return audit.make(call.by(), change);
            });
  }

  private Answer shown(Operation operation, Caller caller, Answer answer) {
    return caller.seesStudents()
        ? answer
        : new Answer(
            answer.status(),
            masking.mask(answer.body(), document.answer(operation, answer.status())),
            answer.location());
  }

  private static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    answer.location().ifPresent(each -> response.putHeader("Location", each));
    response.putHeader("Content-Type", "application/json").end(answer.body().toString());
  }

  private static void fail(RoutingContext context, Throwable error) {
    if (Refused.of(error) instanceof ApiProblem problem) {
      LOG.debug("refused status={}", problem.problem().status());
      refuse(context, problem);
    } else {
      context.fail(500, error);
    }
  }

  private static void refuse(RoutingContext context, ApiProblem problem) {
    problem.problem().with("correlationId", CorrelationId.of(context)).send(context.response());
  }
}
