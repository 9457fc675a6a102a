package org.statecraft.deliver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an Ed-Fi API answered, or something that stands before it.
 *
 * @param location the header, absent after most requests
 * @param retryAfter how long the server asks us to wait
 * @param body may be empty, HTML, or any JSON
 * @param nextPage what the next page is asked for by, where there is one
 * @param took from the request to the answer
 */
public record Answer(
    int status,
    @Nullable String location,
    Optional<Duration> retryAfter,
    String body,
    Optional<String> nextPage,
    Duration took) {

  /** An answer that took no time. */
  Answer(int status, @Nullable String location, Optional<Duration> retryAfter, String body) {
    this(status, location, retryAfter, body, Duration.ZERO);
  }

  /** An answer that is no page. */
  Answer(
      int status,
      @Nullable String location,
      Optional<Duration> retryAfter,
      String body,
      Duration took) {
    this(status, location, retryAfter, body, Optional.empty(), took);
  }

  /** The request was carried out. A page for people is none of the API's answers. */
  boolean isSuccess() {
    return status >= 200 && status < 300 && !isMarkup();
  }

  /** HTML or XML: a proxy, a gateway or a login page speaks, not the API. */
  boolean isMarkup() {
    return body.stripLeading().startsWith("<");
  }
}
