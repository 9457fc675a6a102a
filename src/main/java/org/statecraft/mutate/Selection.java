package org.statecraft.mutate;

import java.util.List;
import java.util.Set;

/**
 * Which mutants are made.
 *
 * @param operators empty for all
 * @param only ids of rules, or paths of files and folders within the pack; empty for all
 */
public record Selection(Set<Operator> operators, List<String> only) {

  /** All mutants. */
  public static final Selection ALL = new Selection(Set.of(), List.of());

  public Selection {
    operators = Set.copyOf(operators);
    only = List.copyOf(only);
  }

  boolean has(Mutant mutant) {
    boolean operator = operators.isEmpty() || operators.contains(mutant.operator());
    return operator && (only.isEmpty() || only.stream().anyMatch(each -> names(each, mutant)));
  }

  private static boolean names(String word, Mutant mutant) {
    String path = mutant.file().path();
    String shown = mutant.file().shown().replace('\\', '/');
    return word.equals(mutant.scope())
        || word.equals(path)
        || word.equals(mutant.scope().replaceFirst("\\.[a-z]+$", ""))
        || path.startsWith(word.endsWith("/") ? word : word + "/")
        || shown.equals(word);
  }
}
