package org.statecraft.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.CollectDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ForallDescr;
import org.drools.drl.ast.descr.FromDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.ast.descr.TypeDeclarationDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.packs.PackFile;

/**
 * Parses a rule file and checks the conventions that make rules safe and readable: every rule has
 * an id and a page, no attributes decide order, and {@code then} derives exactly one fact.
 */
final class DrlReader {

  private static final Pattern BINDING = Pattern.compile("(\\$\\w+)\\s*:");

  /** What may not stand in a file as a whole. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?m)^\\s*(package|import|global|function)\\b");

  private static final Pattern PARSER_LINE = Pattern.compile("Line (\\d+):(\\d+)");

  private final Problems problems;
  private final List<FieldUse> uses = new ArrayList<>();
  private final Set<String> getters = new LinkedHashSet<>();

  DrlReader(Problems problems) {
    this.problems = problems;
  }

  DrlFile read(PackFile file) {
    uses.clear();
    getters.clear();
    Map<String, Map<String, String>> declares = new LinkedHashMap<>();
    List<RuleInfo> rules = new ArrayList<>();
    PackageDescr parsed = parse(file);
    if (parsed == null) {
      return new DrlFile(file, rules, declares, List.of(), Set.of(), Set.of());
    }
    refuseWholeFileStatements(file, parsed);
    for (TypeDeclarationDescr type : parsed.getTypeDeclarations()) {
      Map<String, String> fields = new LinkedHashMap<>();
      type.getFields()
          .forEach((name, field) -> fields.put(name, field.getPattern().getObjectType()));
      declares.put(type.getTypeName(), fields);
    }
    for (RuleDescr rule : parsed.getRules()) {
      rules.add(rule(file, rule));
    }
    return new DrlFile(
        file,
        rules,
        declares,
        List.copyOf(uses),
        ConstraintWords.nested(file),
        Set.copyOf(getters));
  }

  private @Nullable PackageDescr parse(PackFile file) {
    DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
    PackageDescr parsed = null;
    try {
      parsed = parser.parse(false, file.text());
    } catch (DroolsParserException e) {
      problems.add(Place.of(file.shown()), "the rules cannot be read: " + e.getMessage());
    }
    if (parser.hasErrors()) {
      boolean told = false;
      for (DroolsError error : parser.getErrors()) {
        Matcher line = PARSER_LINE.matcher(error.getMessage());
        if (line.find()) {
          problems.add(
              new Place(
                  file.shown(),
                  Integer.parseInt(line.group(1)),
                  Integer.parseInt(line.group(2)) + 1),
              "not a rule the engine can read: " + plain(error.getMessage()));
          told = true;
        }
      }
      if (!told) {
        problems.add(Place.of(file.shown()), "not rules the engine can read");
      }
      return null;
    }
    return parsed;
  }

  /** The parser's words without its codes. */
  private static String plain(String message) {
    return message
        .replaceAll("\\[ERR \\d+\\]\\s*", "")
        .replaceAll("Line \\d+:\\d+\\s*", "")
        .strip();
  }

  private void refuseWholeFileStatements(PackFile file, PackageDescr parsed) {
    if (!parsed.getImports().isEmpty()
        || !parsed.getFunctionImports().isEmpty()
        || !parsed.getFunctions().isEmpty()
        || !parsed.getGlobals().isEmpty()
        || !parsed.getName().isEmpty()) {
      Matcher statement = STATEMENT.matcher(file.text());
      problems.add(
          statement.find()
              ? new Place(file.shown(), lineOf(file.text(), statement.start(1)), 0)
              : Place.of(file.shown()),
          "a rule file has rules and declared facts only: no package, import, global or function;"
              + " every fact of the catalogue is known by its name");
    }
  }

  /** The line of a place in a text. */
  static int lineOf(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private RuleInfo rule(PackFile file, RuleDescr rule) {
    Place place = new Place(file.shown(), rule.getLine(), 0);
    for (AttributeDescr attribute : rule.getAttributes().values()) {
      problems.add(
          new Place(file.shown(), attribute.getLine(), 0),
          "rule \""
              + rule.getName()
              + "\": '"
              + attribute.getName()
              + "' is not allowed; what a rule derives"
              + " must not depend on when it runs");
    }
    Set<String> needs = new LinkedHashSet<>();
    Set<String> refuses = new LinkedHashSet<>();
    collect(file, rule, rule.getLhs(), false, needs, refuses);
    ThenSide then = ThenSide.read(file, rule, bindings(rule.getLhs()), problems);
    getters.addAll(then.getters());
    return new RuleInfo(
        rule.getName(),
        annotation(rule, "id", place),
        annotation(rule, "page", place),
        file.folder(),
        place,
        needs,
        refuses,
        then.derives(),
        then.place(),
        then.values(),
        hasAlternatives(rule.getLhs()));
  }

  private static boolean hasAlternatives(BaseDescr descr) {
    return descr instanceof OrDescr
        || (descr instanceof ConditionalElementDescr group
            && group.getDescrs().stream().anyMatch(each -> hasAlternatives((BaseDescr) each)));
  }

  /** The variables that a {@code when} names. */
  private static Set<String> bindings(BaseDescr descr) {
    Set<String> bound = new TreeSet<>();
    if (descr instanceof PatternDescr pattern) {
      if (pattern.getIdentifier() != null) {
        bound.add(pattern.getIdentifier());
      }
      for (BaseDescr each : pattern.getDescrs()) {
        if (each instanceof ExprConstraintDescr constraint) {
          Matcher binding = BINDING.matcher(constraint.getExpression());
          while (binding.find()) {
            bound.add(binding.group(1));
          }
        }
      }
      if (pattern.getSource() instanceof AccumulateDescr accumulate) {
        accumulate.getFunctions().forEach(function -> bound.add(function.getBind()));
      }
    } else if (descr instanceof ConditionalElementDescr group) {
      group.getDescrs().forEach(each -> bound.addAll(bindings((BaseDescr) each)));
    }
    return bound;
  }

  private String annotation(RuleDescr rule, String name, Place place) {
    AnnotationDescr annotation = rule.getAnnotation(name);
    if (annotation == null || annotation.getSingleValue() == null) {
      problems.add(place, "rule \"" + rule.getName() + "\" lacks @" + name + "(...)");
      return "";
    }
    return annotation.getSingleValue().toString().replace("\"", "").strip();
  }

  private void collect(
      PackFile file,
      RuleDescr rule,
      BaseDescr descr,
      boolean negated,
      Set<String> needs,
      Set<String> refuses) {
    if (descr instanceof PatternDescr pattern) {
      (negated ? refuses : needs).add(pattern.getObjectType());
      ConstraintWords.uses(file, rule.getName(), pattern, problems).forEach(uses::add);
      if (pattern.getSource() instanceof FromDescr) {
        problems.add(
            new Place(file.shown(), pattern.getLine(), 0),
            "rule \"" + rule.getName() + "\": 'from' is not allowed; match the fact itself");
      } else if (pattern.getSource() instanceof AccumulateDescr accumulate) {
        needs.remove(pattern.getObjectType());
        collect(file, rule, accumulate.getInput(), true, needs, refuses);
      } else if (pattern.getSource() instanceof CollectDescr collected) {
        needs.remove(pattern.getObjectType());
        collect(file, rule, collected.getInputPattern(), true, needs, refuses);
      }
    } else if (descr instanceof NotDescr || descr instanceof ForallDescr) {
      ((ConditionalElementDescr) descr)
          .getDescrs()
          .forEach(each -> collect(file, rule, (BaseDescr) each, true, needs, refuses));
    } else if (descr instanceof ConditionalElementDescr group) {
      group
          .getDescrs()
          .forEach(each -> collect(file, rule, (BaseDescr) each, negated, needs, refuses));
    } else {
      problems.add(
          new Place(file.shown(), descr.getLine(), 0),
          "rule \""
              + rule.getName()
              + "\": only fact patterns, not, exists and accumulate may"
              + " stand in 'when'");
    }
  }
}
