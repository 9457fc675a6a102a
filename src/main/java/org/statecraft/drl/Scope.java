package org.statecraft.drl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that a rule's conditions have bound so far. */
final class Scope {

  private final Map<String, Type> bound = new LinkedHashMap<>();

  Scope() {}

  /** What is bound outside is known inside, but not the other way round. */
  Scope inner() {
    Scope inner = new Scope();
    inner.bound.putAll(bound);
    return inner;
  }

  /** Binds a name; false if it is bound already. */
  boolean bind(String name, Type type) {
    return bound.put(name, type) == null;
  }

  void addAll(Scope other) {
    other.bound.forEach(bound::putIfAbsent);
  }

  Optional<Type> of(String name) {
    return Optional.ofNullable(bound.get(name));
  }

  Set<String> names() {
    return bound.keySet();
  }
}
