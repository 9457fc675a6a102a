package org.statecraft.http;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One thing without which the server is not ready.
 *
 * @param name one word, shown in the answer
 * @param check fails with a message a person may see when it is not well
 */
public record HealthCheck(String name, Supplier<Future<Void>> check) {}
