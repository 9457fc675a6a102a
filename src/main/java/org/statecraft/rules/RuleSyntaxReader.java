package org.statecraft.rules;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.CollectDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ForallDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.kie.internal.builder.conf.LanguageLevelOption;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.Span;
import org.statecraft.packs.PackFile;

/** Takes the places of a rule's parts from the engine's own parser. */
final class RuleSyntaxReader {

  private static final Pattern THEN =
      Pattern.compile(
          "(?m)^\\s*then\\b\\s*insert\\s*\\(\\s*new\\s+\\w+\\s*\\((.*)\\)\\s*\\)\\s*;\\s*end\\s*$",
          Pattern.DOTALL);

  private static final Pattern WHEN = Pattern.compile("(?m)^[ \\t]*when\\b");

  private RuleSyntaxReader() {}

  static List<RuleSyntax> read(PackFile file, Problems problems) {
    try {
      PackageDescr parsed = new DrlParser(LanguageLevelOption.DRL6).parse(false, file.text());
      return parsed == null
          ? List.of()
          : parsed.getRules().stream().map(rule -> rule(file.text(), rule)).toList();
    } catch (DroolsParserException e) {
      problems.add(Place.of(file.shown()), "the rules cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  private static RuleSyntax rule(String text, RuleDescr rule) {
    Span whole = span(rule);
    Matcher when = WHEN.matcher(whole.of(text));
    Matcher then = THEN.matcher(whole.of(text));
    if (!when.find() || !then.find(when.end())) {
      throw new IllegalArgumentException("rule \"" + rule.getName() + "\" was not checked before");
    }
    AnnotationDescr id = rule.getAnnotation("id");
    return new RuleSyntax(
        id == null ? "" : String.valueOf(id.getSingleValue()).replace("\"", "").strip(),
        rule.getName(),
        whole,
        new Span(whole.start() + when.end(), whole.start() + then.start()),
        new Span(whole.start() + then.start(1), whole.start() + then.end(1)),
        parts(rule.getLhs()));
  }

  private static Span span(BaseDescr descr) {
    return new Span(descr.getStartCharacter(), descr.getEndCharacter());
  }

  /** The parser counts the last character of a constraint in, that of other parts out. */
  private static Span constraint(BaseDescr descr) {
    return new Span(descr.getStartCharacter(), descr.getEndCharacter() + 1);
  }

  private static List<RuleSyntax.Part> parts(ConditionalElementDescr group) {
    return group.getDescrs().stream().map(each -> part((BaseDescr) each)).toList();
  }

  private static RuleSyntax.Part part(BaseDescr descr) {
    if (descr instanceof PatternDescr pattern) {
      return pattern(pattern);
    }
    if (descr instanceof ConditionalElementDescr group) {
      return new RuleSyntax.Group(span(descr), kind(descr), parts(group));
    }
    throw new IllegalArgumentException(
        "a condition element that no pack may have: " + descr.getClass().getSimpleName());
  }

  private static RuleSyntax.Kind kind(BaseDescr descr) {
    if (descr instanceof NotDescr) {
      return RuleSyntax.Kind.NOT;
    }
    if (descr instanceof ExistsDescr) {
      return RuleSyntax.Kind.EXISTS;
    }
    if (descr instanceof ForallDescr) {
      return RuleSyntax.Kind.EACH;
    }
    if (descr instanceof OrDescr) {
      return RuleSyntax.Kind.ANY;
    }
    if (descr instanceof AndDescr) {
      return RuleSyntax.Kind.ALL;
    }
    throw new IllegalArgumentException(
        "a group that no pack may have: " + descr.getClass().getSimpleName());
  }

  private static RuleSyntax.Part pattern(PatternDescr pattern) {
    List<Span> constraints =
        pattern.getDescrs().stream()
            .filter(ExprConstraintDescr.class::isInstance)
            .map(each -> constraint((BaseDescr) each))
            .toList();
    if (pattern.getSource() instanceof AccumulateDescr total) {
      return new RuleSyntax.Total(span(pattern), part(total.getInput()), constraints);
    }
    if (pattern.getSource() instanceof CollectDescr list) {
      return new RuleSyntax.Total(span(pattern), part(list.getInputPattern()), constraints);
    }
    return new RuleSyntax.Pattern(span(pattern), pattern.getObjectType(), constraints);
  }
}
