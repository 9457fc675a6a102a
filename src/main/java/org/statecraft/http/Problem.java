package org.statecraft.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Problem details as RFC 9457 has them: the one form of an answer that is not a success.
 *
 * @param type which kind of problem, {@code about:blank} where the status says it all
 * @param title the kind in words, the same each time
 * @param status the HTTP status
 * @param detail what happened this time and what to do about it, without student data
 * @param extra further members, JSON values by name
 */
public record Problem(
    String type, String title, int status, String detail, Map<String, Object> extra) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem has a status of 400 to 599, not " + status);
    }
    extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** A problem that its status names well enough. */
  public static Problem of(int status, String title, String detail) {
    return new Problem("about:blank", title, status, detail, Map.of());
  }

  /** The same with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extra);
    more.put(name, value);
    return new Problem(type, title, status, detail, more);
  }

  /** Sends it as the whole answer. */
  public Future<Void> send(HttpServerResponse response) {
    JsonObject body =
        new JsonObject()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    extra.forEach(body::put);
    return response
        .setStatusCode(status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .end(body.toBuffer());
  }
}
