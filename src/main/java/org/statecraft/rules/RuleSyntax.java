package org.statecraft.rules;

import java.util.List;
import org.statecraft.config.Problems;
import org.statecraft.config.Span;
import org.statecraft.packs.PackFile;

/**
 * Where a rule and its parts stand in the text of its file, for tools that change rules.
 *
 * @param id as in {@code @id}
 * @param whole from {@code rule} to {@code end}
 * @param when what stands between {@code when} and {@code then}
 * @param values what stands between the brackets of the derived fact in {@code then}
 */
public record RuleSyntax(
    String id, String name, Span whole, Span when, Span values, List<Part> parts) {

  public RuleSyntax {
    parts = List.copyOf(parts);
  }

  /** A condition element of {@code when}. */
  public sealed interface Part {
    Span span();
  }

  /**
   * A fact pattern.
   *
   * @param constraints what stands between its commas, bindings included
   */
  public record Pattern(Span span, String type, List<Span> constraints) implements Part {}

  /** Parts that belong together. */
  public record Group(Span span, Kind kind, List<Part> parts) implements Part {}

  /**
   * A total over facts.
   *
   * @param of the facts
   * @param constraints on the total
   */
  public record Total(Span span, Part of, List<Span> constraints) implements Part {}

  /** What a group says of its parts. */
  public enum Kind {
    /** They all hold. */
    ALL,
    /** One of them holds. */
    ANY,
    /** There is none. */
    NOT,
    /** There is one. */
    EXISTS,
    /** For each of the first the others hold. */
    EACH
  }

  /** The rules of a file, in its order; empty, with problems, if the engine cannot read it. */
  public static List<RuleSyntax> of(PackFile file, Problems problems) {
    return RuleSyntaxReader.read(file, problems);
  }
}
