package org.statecraft.deliver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an Ed-Fi API answered.
 *
 * @param location the header, absent after most requests
 * @param retryAfter how long the server asks us to wait
 * @param body may be empty, HTML, or any JSON
 */
public record Answer(
    int status, @Nullable String location, Optional<Duration> retryAfter, String body) {

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
