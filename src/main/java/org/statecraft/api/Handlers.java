package org.statecraft.api;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.statecraft.admin.AuditedChange;

/** Who carries out each operation of the document. */
final class Handlers {

  private final Map<String, Function<Call, Future<Answer>>> readings = new LinkedHashMap<>();
  private final Map<String, Function<Call, Future<AuditedChange<Answer>>>> changes =
      new LinkedHashMap<>();

  /** An operation that changes nothing. */
  Handlers read(String operation, Function<Call, Future<Answer>> handler) {
    readings.put(operation, handler);
    return this;
  }

  /** An operation that changes something, and is audited. */
  Handlers change(String operation, Function<Call, AuditedChange<Answer>> handler) {
    return changeFound(operation, call -> Future.succeededFuture(handler.apply(call)));
  }

  /** The same where it must be looked up first what is to be changed. */
  Handlers changeFound(String operation, Function<Call, Future<AuditedChange<Answer>>> handler) {
    changes.put(operation, handler);
    return this;
  }

  Function<Call, Future<Answer>> reading(String operation) {
    return found(readings.get(operation), operation);
  }

  Function<Call, Future<AuditedChange<Answer>>> changing(String operation) {
    return found(changes.get(operation), operation);
  }

  private static <T> T found(@org.jspecify.annotations.Nullable T handler, String operation) {
    if (handler == null) {
      throw new IllegalStateException("nobody carries out the operation " + operation);
    }
    return handler;
  }

  /** The operations that somebody carries out. */
  Set<String> operations() {
    Set<String> all = new TreeSet<>(readings.keySet());
    all.addAll(changes.keySet());
    return all;
  }
}
