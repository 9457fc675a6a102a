package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.Span;
import org.statecraft.packs.PackFile;

/**
 * Collects the mutants of one scope of a file. The same text is made once, whichever operator comes
 * first; a change that two places of a scope share is told apart by a number.
 */
final class MutantList {

  private final PackFile file;
  private final String scope;
  private final String about;
  private final List<Mutant> mutants = new ArrayList<>();
  private final Set<String> texts = new HashSet<>();
  private final Map<Mutant.Identity, Integer> same = new HashMap<>();

  /**
   * @param about the resource it is about; empty for none
   */
  MutantList(PackFile file, String scope, String about) {
    this.file = file;
    this.scope = scope;
    this.about = about;
    texts.add(file.text());
  }

  List<Mutant> list() {
    return List.copyOf(mutants);
  }

  String text() {
    return file.text();
  }

  /** A fault that replaces a stretch, told by old and new text. */
  void replace(Operator operator, Span span, String replacement) {
    replace(operator, "", span, replacement);
  }

  /**
   * @param what says whose text it is; empty where the text says enough
   */
  void replace(Operator operator, String what, Span span, String replacement) {
    String prefix = what.isEmpty() ? "" : what + ": ";
    add(operator, span, replacement, prefix + oneLine(span.of(text())) + " => " + replacement);
  }

  /** A fault that leaves a stretch out, told by the text left out. */
  void drop(Operator operator, Span removed, String what) {
    add(operator, removed, "", oneLine(what) + " => (left out)");
  }

  /** A fault told in words of its own. */
  void add(Operator operator, Span span, String replacement, String change) {
    Mutant mutant = new Mutant(operator, scope, file, span, replacement, oneLine(change), about);
    if (!texts.add(mutant.text())) {
      return;
    }
    int count = same.merge(mutant.identity(), 1, Integer::sum);
    mutants.add(
        count == 1
            ? mutant
            : new Mutant(
                operator, scope, file, span, replacement, mutant.change() + " #" + count, about));
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
