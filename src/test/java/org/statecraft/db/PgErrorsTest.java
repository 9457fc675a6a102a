package org.statecraft.db;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PgErrorsTest {

  /** As the client does when a connection is closed while a statement is handed to it. */
  @Test
  void failureOfAMessageOnly_isUnavailable() {
    assertTrue(PgErrors.isUnavailable(Future.failedFuture("closed").cause()));
  }

  @Test
  void brokenConnection_isUnavailable() {
    assertTrue(PgErrors.isUnavailable(new IOException("reset")));
  }

  @Test
  void faultOfOurOwn_isNot() {
    assertFalse(PgErrors.isUnavailable(new IllegalStateException("ours")));
    assertFalse(PgErrors.isUnavailable(new StackOverflowError()));
  }
}
