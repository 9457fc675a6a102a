package org.statecraft.http;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One thing without which the server is not ready.
 *
 * @param name one word, shown in the answer
 * @param check fails with a message a person may see when it is not well
 * @param remark what a person should know although it is well; may be empty
 */
public record HealthCheck(String name, Supplier<Future<Void>> check, Supplier<String> remark) {

  /** One of which nothing more is to be said. */
  public HealthCheck(String name, Supplier<Future<Void>> check) {
    this(name, check, () -> "");
  }
}
