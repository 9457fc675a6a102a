package org.statecraft.drl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What rules may call: methods that only compute from what they are given. A method that is not in
 * the list cannot be called, so rules reach no file, no clock, no thread and nothing that lasts.
 */
final class Methods {

  /** A method or constant. */
  record Method(List<Type> takes, Type gives) {}

  /** Classes that have methods of their own, such as {@code LocalDate.of}. */
  static final Set<String> CLASSES = Set.of("LocalDate", "Math", "String", "Long", "BigDecimal");

  private static final Map<String, List<Method>> OF_VALUES = new LinkedHashMap<>();
  private static final Map<String, List<Method>> OF_CLASSES = new LinkedHashMap<>();
  private static final Map<String, Type> CONSTANTS = new LinkedHashMap<>();
  private static final Map<String, Type> PROPERTIES = new LinkedHashMap<>();

  static {
    Type text = Type.TEXT;
    Type whole = Type.WHOLE;
    Type decimal = Type.DECIMAL;
    Type flag = Type.FLAG;
    Type date = Type.DATE;
    Type count = Type.COUNT;
    for (String name : List.of("startsWith", "endsWith", "contains", "equalsIgnoreCase")) {
      value(text, name, flag, text);
    }
    for (String name : List.of("strip", "trim", "toUpperCase", "toLowerCase")) {
      value(text, name, text);
    }
    value(text, "isEmpty", flag);
    value(text, "isBlank", flag);
    value(text, "length", count);
    value(text, "indexOf", count, text);
    value(text, "substring", text, count);
    value(text, "substring", text, count, count);
    value(text, "replace", text, text, text);
    for (Type each : List.of(date, Type.TIME)) {
      for (String name : List.of("isBefore", "isAfter", "isEqual")) {
        value(each, name, flag, each);
      }
      for (String name : List.of("getYear", "getMonthValue", "getDayOfMonth", "getDayOfYear")) {
        value(each, name, count);
      }
    }
    for (String name : List.of("Days", "Weeks", "Months", "Years")) {
      value(date, "plus" + name, date, whole);
      value(date, "minus" + name, date, whole);
    }
    for (String name : List.of("withYear", "withMonth", "withDayOfMonth", "withDayOfYear")) {
      value(date, name, date, count);
    }
    value(date, "lengthOfMonth", count);
    value(Type.TIME, "toLocalDate", date);
    for (String name : List.of("add", "subtract", "multiply", "max", "min")) {
      value(decimal, name, decimal, decimal);
    }
    value(decimal, "negate", decimal);
    value(decimal, "abs", decimal);
    value(decimal, "signum", count);
    value(decimal, "toPlainString", text);
    for (Type each : List.of(whole, decimal)) {
      value(each, "longValue", whole);
      value(each, "intValue", count);
    }
    for (Type each : List.of(text, whole, decimal, flag, date, Type.TIME)) {
      value(each, "equals", flag, Type.ANYTHING);
      value(each, "compareTo", count, each);
      value(each, "toString", text);
    }
    of("LocalDate.of", date, count, count, count);
    of("LocalDate.parse", date, text);
    of("LocalDate.ofYearDay", date, count, count);
    of("String.valueOf", text, Type.ANYTHING);
    of("Long.valueOf", whole, whole);
    of("Long.valueOf", whole, text);
    of("Long.parseLong", whole, text);
    of("BigDecimal.valueOf", decimal, whole);
    for (String name : List.of("max", "min", "floorDiv", "floorMod")) {
      of("Math." + name, whole, whole, whole);
    }
    of("Math.abs", whole, whole);
    CONSTANTS.put("LocalDate.MIN", date);
    CONSTANTS.put("LocalDate.MAX", date);
    CONSTANTS.put("Long.MIN_VALUE", whole);
    CONSTANTS.put("Long.MAX_VALUE", whole);
    CONSTANTS.put("BigDecimal.ZERO", decimal);
    CONSTANTS.put("BigDecimal.ONE", decimal);
    for (String name : List.of("year", "monthValue", "dayOfMonth", "dayOfYear")) {
      PROPERTIES.put(date.name() + "." + name, count);
      PROPERTIES.put(Type.TIME.name() + "." + name, count);
    }
  }

  private Methods() {}

  private static void value(Type of, String name, Type gives, Type... takes) {
    add(OF_VALUES, of.name() + "." + name, gives, takes);
  }

  private static void of(String name, Type gives, Type... takes) {
    add(OF_CLASSES, name, gives, takes);
  }

  private static void add(Map<String, List<Method>> to, String name, Type gives, Type... takes) {
    to.computeIfAbsent(name, key -> new ArrayList<>()).add(new Method(Arrays.asList(takes), gives));
  }

  /** The methods of this name that a value of a type has; empty if it has none. */
  static List<Method> ofValue(Type type, String name) {
    Type of = type.equals(Type.COUNT) ? Type.WHOLE : type;
    return OF_VALUES.getOrDefault(of.name() + "." + name, List.of());
  }

  /** The methods of this name that a class has; empty if it has none. */
  static List<Method> ofClass(String className, String name) {
    return OF_CLASSES.getOrDefault(className + "." + name, List.of());
  }

  static Optional<Type> constant(String className, String name) {
    return Optional.ofNullable(CONSTANTS.get(className + "." + name));
  }

  /** What a value has that is read like a field, such as the year of a date. */
  static Optional<Type> property(Type type, String name) {
    return Optional.ofNullable(PROPERTIES.get(type.name() + "." + name));
  }

  /** The names after the dot that a type's values, or a class, can have. */
  static Collection<String> names(String typeOrClass) {
    Set<String> names = new TreeSet<>();
    for (Map<String, ?> each : List.of(OF_VALUES, OF_CLASSES, CONSTANTS, PROPERTIES)) {
      each.keySet().stream()
          .filter(name -> name.startsWith(typeOrClass + "."))
          .forEach(name -> names.add(name.substring(typeOrClass.length() + 1)));
    }
    return names;
  }
}
