package org.statecraft.rules;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/** Makes instances of one declared fact type from its field values, in order. */
final class FactMaker {

  private final MethodHandle constructor;
  private final Class<?> type;

  FactMaker(Class<?> type, int fields) {
    this.type = type;
    this.constructor = allFields(type, fields);
  }

  private static MethodHandle allFields(Class<?> type, int fields) {
    try {
      for (Constructor<?> each : type.getConstructors()) {
        if (each.getParameterCount() == fields) {
          return MethodHandles.publicLookup()
              .unreflectConstructor(each)
              .asSpreader(Object[].class, fields)
              .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the constructor of " + type + " is public", e);
    }
    throw new IllegalStateException(type + " has no constructor of " + fields + " fields");
  }

  /** A new fact. */
  Object make(@Nullable Object... values) {
    try {
      return constructor.invokeExact(values);
    } catch (Throwable e) {
      throw new IllegalStateException("a fact of type " + type.getSimpleName(), e);
    }
  }
}
