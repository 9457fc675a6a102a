package org.statecraft.drl;

import java.util.Set;

/**
 * What a value is, by the name a declaration gives it, or by the name of the fact.
 *
 * @param name {@code ?} after a problem that was told already, so that nothing follows from it
 */
record Type(String name) {

  static final Type TEXT = new Type("String");
  static final Type WHOLE = new Type("Long");
  static final Type DECIMAL = new Type("BigDecimal");
  static final Type FLAG = new Type("Boolean");
  static final Type DATE = new Type("LocalDate");
  static final Type TIME = new Type("LocalDateTime");
  static final Type ANYTHING = new Type("Object");

  /** A whole number of the kind that methods count in, such as a year. */
  static final Type COUNT = new Type("int");

  static final Type NOTHING = new Type("null");
  static final Type UNKNOWN = new Type("?");

  /** The types a declared field may have beside facts. */
  static final Set<String> SIMPLE =
      Set.of("String", "Long", "BigDecimal", "Boolean", "LocalDate", "LocalDateTime", "Object");

  /** The type a declaration names; unknown if there is none such, which is told elsewhere. */
  static Type of(String name, Facts facts) {
    return SIMPLE.contains(name) || facts.has(name) ? new Type(name) : UNKNOWN;
  }

  boolean isNumber() {
    return equals(WHOLE) || equals(DECIMAL) || equals(COUNT);
  }

  boolean isUnknown() {
    return equals(UNKNOWN);
  }

  boolean isFact() {
    return !SIMPLE.contains(name) && !equals(COUNT) && !equals(NOTHING) && !equals(UNKNOWN);
  }

  /** Whether two values can be equal at all. */
  boolean mayEqual(Type other) {
    return equals(other)
        || isUnknown()
        || other.isUnknown()
        || equals(NOTHING)
        || other.equals(NOTHING)
        || equals(ANYTHING)
        || other.equals(ANYTHING)
        || (isNumber() && other.isNumber());
  }

  /** Whether one of two values comes before the other. */
  boolean isOrderedWith(Type other) {
    return isUnknown()
        || other.isUnknown()
        || (isNumber() && other.isNumber())
        || (equals(other) && (equals(DATE) || equals(TIME) || equals(TEXT)));
  }

  /** For a message. */
  String words() {
    if (equals(TEXT)) {
      return "a text";
    }
    if (equals(WHOLE) || equals(COUNT)) {
      return "a whole number";
    }
    if (equals(DECIMAL)) {
      return "a number";
    }
    if (equals(FLAG)) {
      return "true or false";
    }
    if (equals(DATE)) {
      return "a date";
    }
    if (equals(TIME)) {
      return "a date with a time";
    }
    if (equals(NOTHING)) {
      return "no value";
    }
    return isFact() ? "the fact " + name : "any value";
  }
}
