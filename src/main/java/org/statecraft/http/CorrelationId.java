package org.statecraft.http;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id that ties a request, its answer and its log lines together: the caller's {@code
 * X-Correlation-Id} if it is a plain word, else one of ours. The answer carries it.
 */
public final class CorrelationId {

  static final String HEADER = "X-Correlation-Id";

  private static final String KEY = CorrelationId.class.getName();
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private CorrelationId() {}

  /** The id of a request. */
  public static String of(RoutingContext context) {
    String known = context.get(KEY);
    return known == null ? assign(context) : known;
  }

  /** Gives the request its id and the answer its header; the first handler of all. */
  static String assign(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id =
        given != null && PLAIN.matcher(given).matches() ? given : UUID.randomUUID().toString();
    context.put(KEY, id);
    context.response().putHeader(HEADER, id);
    return id;
  }
}
