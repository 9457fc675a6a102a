package org.statecraft.drl;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;

/** Follows names with dots from fact to fact. */
final class PathCheck {

  /** Where the full names of classes begin. */
  private static final Set<String> PACKAGES = Set.of("java", "javax", "org", "com", "jdk", "sun");

  private final Facts facts;
  private final Optional<String> of;
  private final Scope scope;
  private final Problems problems;

  PathCheck(Facts facts, Optional<String> of, Scope scope, Problems problems) {
    this.facts = facts;
    this.of = of;
    this.scope = scope;
    this.problems = problems;
  }

  static String notAllowed(String name) {
    return name
        + " may not be used in a rule; allowed are names that 'when' binds, and "
        + Methods.CLASSES.stream().sorted().toList();
  }

  Type typeOf(Expression.Path path) {
    Expression.Path.Step first = path.first();
    List<Expression.Path.Step> rest = path.steps().subList(1, path.steps().size());
    if (path.startsWithBinding()) {
      Optional<Type> bound = scope.of(first.name());
      if (bound.isEmpty()) {
        problems.add(
            first.place(),
            "'when' does not name "
                + first.name()
                + (of.isPresent() ? " before this place" : "")
                + DidYouMean.hint(first.name(), scope.names()));
        return Type.UNKNOWN;
      }
      return follow(bound.get(), rest, of.isPresent());
    }
    if (Character.isUpperCase(first.name().charAt(0)) && !isFieldButForCase(first.name())) {
      return constant(path);
    }
    if (PACKAGES.contains(first.name())
        && !facts.fieldsOf(of.orElse("")).containsKey(first.name())) {
      problems.add(
          first.place(),
          Words.of(path)
              + " may not be used in a rule; a rule uses facts, and names that 'when' binds");
      return Type.UNKNOWN;
    }
    if (of.isEmpty()) {
      problems.add(
          first.place(),
          first.name() + " may not be used in 'then'; bind it in 'when', such as $x : field");
      return Type.UNKNOWN;
    }
    if (first.name().equals("this")) {
      return follow(new Type(of.get()), rest, true);
    }
    if (!facts.has(of.get())) {
      return Type.UNKNOWN;
    }
    return follow(new Type(of.get()), path.steps(), true);
  }

  private boolean isFieldButForCase(String name) {
    return of.isPresent()
        && facts.fieldsOf(of.get()).keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  private Type constant(Expression.Path path) {
    String name = path.first().name();
    if (!Methods.CLASSES.contains(name)) {
      problems.add(path.place(), notAllowed(name));
      return Type.UNKNOWN;
    }
    String constant = path.steps().size() == 2 ? path.steps().get(1).name() : "";
    Optional<Type> type = Methods.constant(name, constant);
    if (type.isEmpty()) {
      problems.add(
          path.place(),
          name
              + "."
              + constant
              + " may not be used in a rule"
              + DidYouMean.hint(constant, Methods.names(name)));
    }
    return type.orElse(Type.UNKNOWN);
  }

  private Type follow(Type start, List<Expression.Path.Step> steps, boolean inCondition) {
    Type at = start;
    for (Expression.Path.Step step : steps) {
      if (at.isUnknown()) {
        return at;
      }
      if (!inCondition) {
        problems.add(
            step.place(),
            "in 'then' a field is read by "
                + getterOf(step.name())
                + "(), or bind it in 'when', such as $x : "
                + step.name());
        return Type.UNKNOWN;
      }
      at = at.isFact() ? field(at, step) : property(at, step);
    }
    return at;
  }

  static String getterOf(String field) {
    return "get" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
  }

  private Type field(Type fact, Expression.Path.Step step) {
    if (!facts.has(fact.name())) {
      return Type.UNKNOWN;
    }
    Map<String, String> fields = facts.fieldsOf(fact.name());
    String type = fields.get(step.name());
    if (type == null) {
      problems.add(
          step.place(),
          fact.name()
              + " has no field '"
              + step.name()
              + "'"
              + DidYouMean.hint(step.name(), fields.keySet()));
      return Type.UNKNOWN;
    }
    return Type.of(type, facts);
  }

  private Type property(Type type, Expression.Path.Step step) {
    Optional<Type> property = Methods.property(type, step.name());
    if (property.isEmpty()) {
      problems.add(
          step.place(),
          "'."
              + step.name()
              + "' may not follow "
              + type.words()
              + DidYouMean.hint(step.name(), Methods.names(type.name())));
    }
    return property.orElse(Type.UNKNOWN);
  }

  /** What {@code getField()} of a fact gives. */
  Type getter(Type fact, Expression.Call call) {
    String name = call.method();
    if (name.equals("equals") && call.arguments().size() == 1) {
      return Type.FLAG;
    }
    if (!facts.has(fact.name())) {
      return Type.UNKNOWN;
    }
    for (Map.Entry<String, String> field : facts.fieldsOf(fact.name()).entrySet()) {
      if (getterOf(field.getKey()).equals(name) && call.arguments().isEmpty()) {
        return Type.of(field.getValue(), facts);
      }
    }
    List<String> getters =
        facts.fieldsOf(fact.name()).keySet().stream().map(PathCheck::getterOf).toList();
    problems.add(
        call.place(),
        "'"
            + name
            + "' of the fact "
            + fact.name()
            + " may not be called in a rule"
            + DidYouMean.hint(name, getters));
    return Type.UNKNOWN;
  }
}
