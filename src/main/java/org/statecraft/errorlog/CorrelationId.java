package org.statecraft.errorlog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id by which the host of an API finds an answer in its own log. */
final class CorrelationId {

  private static final Pattern IN_JSON =
      Pattern.compile("\"(?:correlationId|traceId)\"\\s*:\\s*\"([\\w.:|-]{1,100})\"");

  private CorrelationId() {}

  /** As an answer tells it; null if it tells none. */
  static @Nullable String in(@Nullable String answer) {
    if (answer == null) {
      return null;
    }
    Matcher matcher = IN_JSON.matcher(answer);
    return matcher.find() ? matcher.group(1) : null;
  }
}
