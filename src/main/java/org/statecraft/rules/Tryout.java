package org.statecraft.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieSession;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactTable;

/**
 * Runs the rules on one fact of each type, once with every field filled and once with every column
 * blank that can be: some faults show only when a condition is evaluated.
 */
final class Tryout {

  private static final int MOST_FIRINGS = 500;

  private final RuleSet rules;
  private final FactTypes types;
  private final Map<String, FactTable> tables = new HashMap<>();

  Tryout(RuleSet rules, FactTypes types) {
    this.rules = rules;
    this.types = types;
    rules.pack().catalogue().tables().forEach((name, table) -> tables.put(name.value(), table));
  }

  void run(Problems problems) {
    run(false, problems);
    run(true, problems);
  }

  private void run(boolean blank, Problems problems) {
    Map<String, Object> made = new HashMap<>();
    types.names().forEach(name -> make(name, blank, made, new HashSet<>()));
    KieSession session = rules.session();
    try {
      made.values().forEach(session::insert);
      session.fireAllRules(MOST_FIRINGS);
    } catch (RuntimeException e) {
      tell(RuleFailure.of(e), blank, problems);
    } finally {
      session.dispose();
    }
  }

  private @Nullable Object make(
      String name, boolean blank, Map<String, Object> made, Set<String> under) {
    Object known = made.get(name);
    Class<?> type = rules.compiled().types().get(name);
    if (known != null || type == null || !under.add(name)) {
      return known;
    }
    List<@Nullable Object> values = new ArrayList<>();
    types
        .fieldsOf(name)
        .forEach(
            (field, fieldType) ->
                values.add(
                    blank && mayBeBlank(name, field)
                        ? null
                        : value(fieldType, blank, made, under)));
    Object fact = new FactMaker(type, values.size()).make(values.toArray());
    made.put(name, fact);
    return fact;
  }

  /** A column may be, unless it is a checkbox or part of the key. */
  private boolean mayBeBlank(String fact, String field) {
    FactTable table = tables.get(fact);
    return table != null
        && !table.key().contains(field)
        && !table.typeOf(field).equals(Optional.of(ColumnType.FLAG));
  }

  private @Nullable Object value(
      String type, boolean blank, Map<String, Object> made, Set<String> under) {
    return switch (type) {
      case "String" -> "1";
      case "Long" -> 1L;
      case "BigDecimal" -> BigDecimal.ONE;
      case "Boolean" -> true;
      case "LocalDate" -> LocalDate.of(2024, 9, 1);
      case "LocalDateTime" -> LocalDate.of(2024, 9, 1).atStartOfDay();
      case "Object" -> "1";
      default -> make(type, blank, made, under);
    };
  }

  private void tell(RuleFailure failure, boolean blank, Problems problems) {
    Optional<RuleInfo> rule = failure.rule().map(name -> rules.compiled().rules().get(name));
    String title = failure.rule().map(name -> "rule \"" + name + "\"").orElse("a rule");
    String what =
        failure.condition().map(text -> text + " of " + title).orElse("'then' of " + title);
    problems.add(
        rule.map(each -> placeOf(each, failure)).orElse(Place.of(rules.pack().name())),
        blank
            ? what + " fails when a column is blank; ask for it first, such as field != null"
            : what + " fails when it is evaluated; look at the kinds of its values");
  }

  private Place placeOf(RuleInfo rule, RuleFailure failure) {
    if (failure.condition().isEmpty()) {
      return rule.then();
    }
    for (DrlFile file : rules.compiled().files()) {
      if (file.file().shown().equals(rule.place().file())) {
        return Texts.find(file.file(), failure.condition().get(), rule.place());
      }
    }
    return rule.place();
  }
}
