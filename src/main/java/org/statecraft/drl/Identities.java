package org.statecraft.drl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which fields tell facts of one type from one another: the key of a Campus table, and a field of a
 * derived fact that every rule fills with such a key.
 */
final class Identities {

  private final Facts facts;
  private final Set<String> telling = new HashSet<>();

  Identities(Facts facts, Collection<Outline> rules) {
    this.facts = facts;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (String fact : facts.names()) {
        if (!facts.isDeclared(fact)) {
          continue;
        }
        List<Outline> deriving =
            rules.stream()
                .filter(each -> each.rule().then().filter(it -> it.type().equals(fact)).isPresent())
                .toList();
        int index = 0;
        for (String field : facts.fieldsOf(fact).keySet()) {
          int at = index;
          if (!deriving.isEmpty() && deriving.stream().allMatch(each -> isKey(each, at))) {
            grown |= telling.add(fact + "." + field);
          }
          index++;
        }
      }
    }
  }

  private boolean isKey(Outline rule, int index) {
    List<Expression> values = rule.rule().then().orElseThrow().values();
    if (index >= values.size()
        || !(values.get(index) instanceof Expression.Path path)
        || !path.startsWithBinding()) {
      return false;
    }
    Outline.Source source = rule.bound().get(path.first().name());
    return source != null
        && path.steps().size() == 1
        && tells(source.pattern().type(), source.path());
  }

  /** Whether a path from a fact ends in what tells it, or the fact it holds, from all others. */
  boolean tells(String fact, List<String> path) {
    if (path.isEmpty()) {
      return true;
    }
    Optional<String> owner = ownerOf(fact, path);
    String field = path.get(path.size() - 1);
    return owner
        .filter(
            each ->
                facts.keyOf(each).equals(List.of(field)) || telling.contains(each + "." + field))
        .isPresent();
  }

  /** The other fields of the key that a path's last field is a part of. */
  Optional<List<String>> restOfKey(String fact, List<String> path) {
    Optional<String> owner = ownerOf(fact, path);
    String field = path.get(path.size() - 1);
    return owner
        .map(facts::keyOf)
        .filter(key -> key.size() > 1 && key.contains(field))
        .map(
            key -> {
              List<String> rest = new ArrayList<>(key);
              rest.remove(field);
              return rest;
            });
  }

  private Optional<String> ownerOf(String fact, List<String> path) {
    String at = fact;
    for (String step : path.subList(0, path.size() - 1)) {
      Map<String, String> fields = facts.fieldsOf(at);
      String next = fields.get(step);
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  /** A field that tells facts of a type apart, for a suggestion. */
  Optional<String> suggestion(String fact) {
    return facts.fieldsOf(fact).entrySet().stream()
        .filter(field -> Type.SIMPLE.contains(field.getValue()))
        .map(Map.Entry::getKey)
        .filter(field -> tells(fact, List.of(field)))
        .findFirst();
  }
}
