package org.statecraft.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.SchemaElement;

/**
 * Turns what the rules derived into a decision: bodies, merged by natural key, in a fixed order.
 */
final class DecisionMaker {

  private static final Comparator<Decision.Excluded> EXCLUSIONS =
      Comparator.comparing(Decision.Excluded::source)
          .thenComparing(Decision.Excluded::reason)
          .thenComparing(Decision.Excluded::rule);

  private static final Comparator<Decision.Finding> FINDINGS =
      Comparator.comparing(Decision.Finding::source)
          .thenComparing(Decision.Finding::cause)
          .thenComparing(Decision.Finding::detail);

  private final RuleSet rules;
  private final Mappings mappings;
  private final ResultFacts results;

  DecisionMaker(RuleSet rules, Mappings mappings) {
    this.rules = rules;
    this.mappings = mappings;
    this.results = rules.results();
  }

  /** One record fact on its way to a desired record. */
  private record Candidate(
      RecordType type, NaturalKey key, ObjectNode body, Object source, String label, String rule) {}

  Decision decision(StudentId student, Trace trace, Set<ResourceName> enabled) {
    List<Candidate> candidates = new ArrayList<>();
    Set<Decision.Excluded> exclusions = new LinkedHashSet<>();
    Set<Decision.Finding> findings = new LinkedHashSet<>();
    Set<Decision.Held> held = new LinkedHashSet<>();
    Map<String, String> seen = new TreeMap<>();
    for (Trace.Step step : trace.steps()) {
      Object fact = step.derived();
      results.fixed().see(fact, seen);
      if (results.isExclusion(fact) || results.isRemark(fact)) {
        // Of a resource that is switched off nothing is told either.
        if (resourceOf(step.rule()).filter(each -> !enabled.contains(each)).isPresent()) {
          continue;
        }
        if (results.isExclusion(fact)) {
          exclusions.add(excluded(step));
        } else {
          findings.add(remark(step));
        }
      } else {
        RecordType type = rules.records().get(fact.getClass());
        if (type != null && enabled.contains(type.resource().name())) {
          candidate(type, step, findings, held).ifPresent(candidates::add);
        }
      }
    }
    return new Decision(
        student,
        rules.revision(),
        desired(candidates, findings),
        sorted(exclusions, EXCLUSIONS),
        sorted(findings, FINDINGS),
        sorted(held, Comparator.comparing(Decision.Held::source)),
        seen,
        new RuleTrace(trace.steps(), rules.labels()));
  }

  private static <T> List<T> sorted(Collection<T> values, Comparator<T> order) {
    if (values.isEmpty()) {
      return List.of();
    }
    List<T> list = new ArrayList<>(values);
    list.sort(order);
    return list;
  }

  private Optional<ResourceName> resourceOf(RuleInfo rule) {
    if (rule.folder().isEmpty()) {
      return Optional.empty();
    }
    ResourceName name = new ResourceName(rule.folder());
    return rules.pack().resources().containsKey(name) ? Optional.of(name) : Optional.empty();
  }

  private Decision.Excluded excluded(Trace.Step step) {
    return new Decision.Excluded(
        resourceOf(step.rule()),
        label(results.excluded().read(step.derived())),
        String.valueOf(results.reason().read(step.derived())),
        step.rule().id());
  }

  private Decision.Finding remark(Trace.Step step) {
    String words = String.valueOf(results.text().read(step.derived()));
    return new Decision.Finding(
        Decision.Finding.Kind.REMARK,
        resourceOf(step.rule()),
        label(results.remarked().read(step.derived())),
        step.rule().id() + " " + words,
        words);
  }

  private String label(@Nullable Object fact) {
    return fact == null ? "" : rules.labels().of(fact);
  }

  private Optional<Candidate> candidate(
      RecordType type, Trace.Step step, Set<Decision.Finding> findings, Set<Decision.Held> held) {
    List<BodyFault> faults = new ArrayList<>();
    ObjectNode body = type.writer().write(step.derived(), mappings, faults);
    ResourceDefinition resource = type.resource();
    Object source = String.valueOf(type.identity().read(step.derived()));
    if (type.identity().read(step.derived()) instanceof Long number) {
      source = number;
    }
    String label = type.objectOf(step.derived()) + "/" + source;
    boolean fatal = false;
    for (BodyFault fault : faults) {
      fatal |= fault.fatal();
      findings.add(
          new Decision.Finding(
              fault.kind(),
              Optional.of(resource.name()),
              label,
              resource.name() + " " + fault.cause(),
              fault.detail() + (fault.fatal() ? "; the record is not sent" : "; it is left out")));
    }
    if (fatal) {
      held.add(new Decision.Held(resource.name(), label));
      return Optional.empty();
    }
    NaturalKey key = NaturalKey.of(type.schema().key(), body);
    return Optional.of(new Candidate(type, key, body, source, label, step.rule().id()));
  }

  private List<Decision.Desired> desired(
      List<Candidate> candidates, Set<Decision.Finding> findings) {
    Map<String, List<Candidate>> byKey = new TreeMap<>();
    for (Candidate each : candidates) {
      byKey
          .computeIfAbsent(
              each.type().resource().name() + each.key().json(), key -> new ArrayList<>())
          .add(each);
    }
    List<Decision.Desired> desired = new ArrayList<>(byKey.size());
    for (List<Candidate> sameKey : byKey.values()) {
      // Of two of one row that differ the same one leads, whatever the order of facts.
      sameKey.sort(
          Comparator.comparing(Candidate::source, DecisionMaker::highestFirst)
              .thenComparing(Candidate::label)
              .thenComparing(each -> CanonicalJson.write(each.body()), Comparator.reverseOrder()));
      differing(sameKey).ifPresent(findings::add);
      desired.add(one(sameKey));
    }
    return desired;
  }

  /** Two records of one row with one key that differ: the pack says both, and one is sent. */
  private static Optional<Decision.Finding> differing(List<Candidate> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      Candidate one = sorted.get(i - 1);
      Candidate other = sorted.get(i);
      if (one.label().equals(other.label()) && !one.body().equals(other.body())) {
        ResourceName resource = one.type().resource().name();
        return Optional.of(
            new Decision.Finding(
                Decision.Finding.Kind.REMARK,
                Optional.of(resource),
                one.label(),
                resource + " two records of one row",
                "the rules make two records of it with one key that differ; one of them is sent"));
      }
    }
    return Optional.empty();
  }

  private static int highestFirst(Object one, Object two) {
    if (one instanceof Long a && two instanceof Long b) {
      return b.compareTo(a);
    }
    return two.toString().compareTo(one.toString());
  }

  private Decision.Desired one(List<Candidate> sameKey) {
    Candidate lead = sameKey.get(0);
    RecordType type = lead.type();
    boolean merge = type.resource().sameKey() == ResourceDefinition.SameKey.MERGE;
    List<Candidate> counting = merge ? sameKey : List.of(lead);
    if (merge && sameKey.size() > 1) {
      type.lists().forEach(list -> mergeList(list, sameKey));
    }
    type.lists().forEach(list -> sortList(list, lead.body()));
    Set<String> ruleIds = new TreeSet<>();
    Set<String> sources = new TreeSet<>();
    for (Candidate each : counting) {
      ruleIds.add(each.rule());
      sources.add(each.label());
    }
    return new Decision.Desired(
        new ResourceRef(type.resource().name(), lead.key()),
        ResourceBody.of(lead.body()),
        !type.resource().ownedByStudents(),
        List.copyOf(sources),
        references(type, lead.body()),
        List.copyOf(ruleIds));
  }

  private static void mergeList(SchemaElement list, List<Candidate> sameKey) {
    ArrayNode merged = JsonNodeFactory.instance.arrayNode();
    Set<String> seen = new HashSet<>();
    for (Candidate each : sameKey) {
      for (JsonNode item : each.body().path(list.name())) {
        if (seen.add(list.itemSortKey(item))) {
          merged.add(item);
        }
      }
    }
    if (!merged.isEmpty()) {
      sameKey.get(0).body().set(list.name(), merged);
    }
  }

  /** Items in the order of their key, so that the same items always give the same body. */
  private static void sortList(SchemaElement list, ObjectNode body) {
    if (body.path(list.name()) instanceof ArrayNode array && array.size() > 1) {
      List<JsonNode> items = new ArrayList<>();
      array.forEach(items::add);
      items.sort(Comparator.comparing(list::itemSortKey));
      body.set(list.name(), JsonNodeFactory.instance.arrayNode().addAll(items));
    }
  }

  private static List<ResourceRef> references(RecordType type, JsonNode body) {
    List<ResourceRef> references = new ArrayList<>();
    for (RecordType.Reference each : type.references()) {
      JsonNode reference = body.path(each.element());
      if (reference.isObject()) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < each.members().size(); i++) {
          key.set(each.keyPaths().get(i), reference.path(each.members().get(i)));
        }
        references.add(new ResourceRef(each.target(), NaturalKey.of(CanonicalJson.write(key))));
      }
    }
    return references;
  }
}
