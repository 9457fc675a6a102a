package org.statecraft.rules;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A dotted path into a fact, resolved to getters once and read many times. */
final class FactPath {

  private final MethodHandle[] getters;
  private final Class<?> type;
  private final String text;

  private FactPath(MethodHandle[] getters, Class<?> type, String text) {
    this.getters = getters;
    this.type = type;
    this.text = text;
  }

  /** The path from a fact class; empty when a step names no field. */
  static Optional<FactPath> of(Class<?> start, List<String> steps) {
    MethodHandle[] getters = new MethodHandle[steps.size()];
    Class<?> at = start;
    for (int i = 0; i < getters.length; i++) {
      Optional<Method> getter = getter(at, steps.get(i));
      if (getter.isEmpty()) {
        return Optional.empty();
      }
      getters[i] = handle(getter.get());
      at = getter.get().getReturnType();
    }
    return Optional.of(new FactPath(getters, at, String.join(".", steps)));
  }

  /**
   * Every path of one or two steps from a fact class, with the class of what is there.
   *
   * @param facts the classes whose fields a second step may name
   */
  static Map<String, Class<?>> all(Class<?> start, Set<Class<?>> facts) {
    Map<String, Class<?>> paths = new LinkedHashMap<>();
    for (String field : fields(start)) {
      Class<?> type = getter(start, field).map(Method::getReturnType).orElse(null);
      if (type != null && facts.contains(type)) {
        for (String inner : fields(type)) {
          getter(type, inner)
              .ifPresent(getter -> paths.put(field + "." + inner, getter.getReturnType()));
        }
      } else if (type != null) {
        paths.put(field, type);
      }
    }
    return paths;
  }

  /** The fields of a fact class, in the order they are declared. */
  static List<String> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .map(Field::getName)
        .filter(name -> !name.startsWith("__"))
        .toList();
  }

  /** The getter of a field, if the class has one. */
  static Optional<Method> getter(Class<?> type, String field) {
    String suffix = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    for (Method method : type.getMethods()) {
      if (method.getParameterCount() == 0
          && (method.getName().equals("get" + suffix) || method.getName().equals("is" + suffix))) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  private static MethodHandle handle(Method getter) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(getter)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the getters of declared facts are public", e);
    }
  }

  /** The value at the end of the path; null if any step is null. */
  @Nullable Object read(Object fact) {
    Object at = fact;
    try {
      for (MethodHandle getter : getters) {
        if (at == null) {
          return null;
        }
        at = (Object) getter.invokeExact(at);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("reading " + text, e);
    }
    return at;
  }

  /** The class of the value. */
  Class<?> type() {
    return type;
  }

  @Override
  public String toString() {
    return text;
  }
}
