package org.statecraft.drl;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds conditions of one fact that cannot hold together, as far as fixed values tell. */
final class Ranges {

  /** What is known of one field so far. */
  private static final class Known {
    private boolean isNull;
    private boolean isNotNull;
    private Optional<String> equal = Optional.empty();
    private final java.util.Set<String> unequal = new java.util.HashSet<>();
    private Optional<String> above = Optional.empty();
    private Optional<String> below = Optional.empty();
  }

  private final Map<String, Known> known = new HashMap<>();

  /** The first condition that cannot hold beside those before it. */
  static Optional<Expression> contradiction(List<Expression> conjuncts) {
    Ranges ranges = new Ranges();
    for (Expression each : conjuncts) {
      if (!ranges.mayHold(each)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private boolean mayHold(Expression expression) {
    if (!(expression instanceof Expression.Binary binary)
        || !(binary.left() instanceof Expression.Path path)) {
      return true;
    }
    Optional<String> value = literal(binary.right());
    if (value.isEmpty()) {
      return true;
    }
    Known field = known.computeIfAbsent(String.join(".", path.names()), name -> new Known());
    boolean isNull = binary.right() instanceof Expression.Nothing;
    switch (binary.operator()) {
      case "==":
        if (isNull) {
          field.isNull = true;
        } else {
          field.isNotNull = true;
          if (field.equal.isPresent() && !field.equal.equals(value)) {
            return false;
          }
          field.equal = value;
        }
        break;
      case "!=":
        if (isNull) {
          field.isNotNull = true;
        } else {
          field.unequal.add(value.get());
        }
        break;
      case ">", ">=":
        field.isNotNull = true;
        field.above = value;
        break;
      case "<", "<=":
        field.isNotNull = true;
        field.below = value;
        break;
      default:
        return true;
    }
    return isPossible(field);
  }

  private static boolean isPossible(Known field) {
    if (field.isNull && field.isNotNull) {
      return false;
    }
    if (field.equal.filter(field.unequal::contains).isPresent()) {
      return false;
    }
    return field.above.isEmpty()
        || field.below.isEmpty()
        || compare(field.above.get(), field.below.get()) <= 0;
  }

  private static int compare(String one, String two) {
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(two));
    } catch (NumberFormatException e) {
      return one.compareTo(two);
    }
  }

  private static Optional<String> literal(Expression expression) {
    if (expression instanceof Expression.Text text) {
      return Optional.of(text.value());
    }
    if (expression instanceof Expression.Number number) {
      return Optional.of(number.digits().replaceAll("[Ll]$", ""));
    }
    if (expression instanceof Expression.Flag flag) {
      return Optional.of(Boolean.toString(flag.value()));
    }
    return expression instanceof Expression.Nothing ? Optional.of("null") : Optional.empty();
  }
}
