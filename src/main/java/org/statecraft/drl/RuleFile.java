package org.statecraft.drl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;
import org.statecraft.config.Span;

/**
 * What stands in a rule file.
 *
 * @param whole whether all of it could be read
 */
public record RuleFile(
    String shown, List<Declaration> declarations, List<Rule> rules, boolean whole) {

  public RuleFile {
    declarations = List.copyOf(declarations);
    rules = List.copyOf(rules);
  }

  /** A fact the rules derive. */
  public record Declaration(String name, List<Field> fields, Place place) {
    public Declaration {
      fields = List.copyOf(fields);
    }
  }

  /** A field of a declared fact. */
  public record Field(String name, String type, Place place, Place typePlace) {}

  /**
   * A rule.
   *
   * @param annotations name to value, such as {@code id} to {@code CORE-CTE-1}
   * @param when in the order of the file
   * @param span from the word {@code rule} to its {@code end}
   * @param whenSpan what stands between the words {@code when} and {@code then}
   * @param then empty if it says something else than one derived fact
   */
  public record Rule(
      String name,
      Map<String, Annotation> annotations,
      List<Condition> when,
      Optional<Then> then,
      Place place,
      Span span,
      Span whenSpan) {
    public Rule {
      annotations = Map.copyOf(annotations);
      when = List.copyOf(when);
    }

    /** What {@code @id} says; empty for none. */
    public String id() {
      Annotation id = annotations.get("id");
      return id == null ? "" : id.value();
    }

    String title() {
      return "rule \"" + name + "\"";
    }
  }

  /** Something a rule says of itself. */
  public record Annotation(String value, Place place) {}

  /**
   * The fact a rule derives.
   *
   * @param span what stands between the brackets of the fact
   */
  public record Then(
      String type, List<Expression> values, Place place, Place typePlace, Span span) {
    public Then {
      values = List.copyOf(values);
    }
  }
}
