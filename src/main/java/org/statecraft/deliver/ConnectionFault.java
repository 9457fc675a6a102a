package org.statecraft.deliver;

import java.time.Duration;
import java.util.Optional;
import org.statecraft.errorlog.ErrorType;

/**
 * Nothing can be sent on a connection at the moment, whatever it is: no discovery document, no
 * token, no way to the API. No request of ours was sent.
 */
public final class ConnectionFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorType type;
  private final transient Optional<Duration> retryAfter;

  ConnectionFault(ErrorType type, String detail, Optional<Duration> retryAfter) {
    super(detail, null, false, false);
    this.type = type;
    this.retryAfter = retryAfter;
  }

  ConnectionFault(ErrorType type, String detail) {
    this(type, detail, Optional.empty());
  }

  /** What people are told. */
  public ErrorType type() {
    return type;
  }

  /** What is wrong, without secrets and student data. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
