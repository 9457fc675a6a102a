package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.statecraft.campus.StudentId;
import org.statecraft.db.Database;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.plan.Action;
import org.statecraft.plan.Verb;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleTraces;
import org.statecraft.testing.TestDatabase;

/**
 * Compares what a played case came to with what it expects: the requests its API had after the
 * change, what the API holds, and what people are shown of what is not reported.
 */
final class PlayedCheck {

  private static final String DECISION =
      "SELECT exclusions::text AS exclusions, fired::text AS fired FROM decision"
          + " WHERE connection = $1";

  private static final String ERRORS =
      "SELECT kind, detail, coalesce(answer, '') AS answer FROM error_log"
          + " WHERE connection = $1 AND state = 'open'";

  private static final StudentId STUDENT = new StudentId("1");

  private final Database database;
  private final ResourceSchemas schemas;
  private final PlayedCase played;
  private final Expectation expected;
  private final Map<ResourceName, List<JsonNode>> held;
  private final List<String> failures = new ArrayList<>();
  private final Set<String> fired = new HashSet<>();
  private final List<Decision.Excluded> exclusions = new ArrayList<>();

  private PlayedCheck(Database database, ResourceSchemas schemas, PlayedCase played) {
    this.database = database;
    this.schemas = schemas;
    this.played = played;
    this.expected = played.of().expect();
    this.held = played.held();
  }

  /** What is not as the case expects; empty if all is. */
  static List<String> failures(Database database, ResourceSchemas schemas, PlayedCase played) {
    return new PlayedCheck(database, schemas, played).all();
  }

  private List<String> all() {
    readDecision();
    CaseCheck check = new CaseCheck(seenOutside());
    check.actions(inPlannedOrder(requests()));
    check.decision(shown(), fired);
    failures.addAll(check.failures());
    errors();
    documents();
    return failures;
  }

  /**
   * What of the expectation can be seen. Of a student of whom there is nothing to tell it is not
   * kept which rules fired, and records that stay as they were sent need not be those that are
   * wanted.
   */
  private Expectation seenOutside() {
    Map<ResourceName, List<JsonNode>> records = new HashMap<>(expected.records());
    records
        .keySet()
        .removeIf(
            name ->
                !played.isOurs(played.of().now(), name)
                    || wasSent() && !(isStudents(name) && nothingStays(played.decided())));
    return new Expectation(
        records,
        expected.exactly(),
        expected.excluded(),
        List.of(),
        expected.actions(),
        Map.of(),
        fired.isEmpty() ? List.of() : expected.fired(),
        expected.silent(),
        Optional.empty());
  }

  private boolean wasSent() {
    return played.of().before().isPresent();
  }

  /** Whether nothing may be left of what was sent before that is not decided now. */
  private static boolean nothingStays(Decision decided) {
    return !decided.leavesAll() && decided.held().isEmpty();
  }

  private boolean isStudents(ResourceName name) {
    return played.definition(name).ownedByStudents();
  }

  /** The requests as the actions they carried out. */
  private List<Action> requests() {
    List<Action> actions = new ArrayList<>();
    for (JsonNode each : played.written()) {
      if (each.path("status").asInt() >= 300) {
        failures.add("the API refused " + each);
      }
      ResourceName resource = new ResourceName(each.path("resource").asText());
      Verb verb = Verb.valueOf(each.path("method").asText());
      NaturalKey key = NaturalKey.of(each.path("key").asText());
      actions.add(
          new Action(
              verb,
              new ResourceRef(resource, key),
              verb == Verb.DELETE ? null : ResourceBody.of(document(resource, key)),
              !isStudents(resource),
              List.of(),
              List.of(),
              List.of()));
    }
    return actions;
  }

  /**
   * The requests in the order of the plan. They must be those that are planned, whether the case
   * names them or not, and come after those they wait for; others may overtake each other.
   */
  private List<Action> inPlannedOrder(List<Action> requests) {
    List<Action> planned = PacksUnderTest.result(played.pack().name(), played.of()).actions();
    List<String> order = planned.stream().map(PlayedCheck::shown).toList();
    List<String> came = requests.stream().map(PlayedCheck::shown).toList();
    if (!order.stream().sorted().toList().equals(came.stream().sorted().toList())) {
      failures.add("planned " + order + ", requested " + came);
      return requests;
    }
    for (Action each : planned) {
      List<String> later = came.subList(came.indexOf(shown(each)) + 1, came.size());
      planned.stream()
          .filter(other -> other != each && each.after().contains(other.record()))
          .filter(other -> later.contains(shown(other)))
          .forEach(other -> failures.add(shown(each) + " came before " + shown(other)));
    }
    return requests.stream()
        .sorted(Comparator.comparing(request -> order.indexOf(shown(request))))
        .toList();
  }

  private static String shown(Action action) {
    return action.verb() + " " + action.record().resource() + " " + action.record().key();
  }

  private JsonNode document(ResourceName resource, NaturalKey key) {
    return held.getOrDefault(resource, List.of()).stream()
        .filter(body -> keys(resource, List.of(body)).contains(key))
        .findFirst()
        .orElseGet(() -> JsonMatch.nested(CanonicalJson.read(key.json())));
  }

  /** What the API holds and what is shown of the student, as if it had been decided so. */
  private Decision shown() {
    List<Decision.Desired> records = new ArrayList<>();
    held.forEach(
        (resource, bodies) ->
            bodies.forEach(
                body ->
                    records.add(
                        new Decision.Desired(
                            new ResourceRef(resource, NaturalKey.of("{}")),
                            ResourceBody.of(body),
                            false,
                            List.of(),
                            List.of(),
                            List.of()))));
    return new Decision(STUDENT, "", records, exclusions, List.of(), List.of(), RuleTraces.none());
  }

  private void readDecision() {
    for (Row row : TestDatabase.await(database.run(DECISION, played.name()))) {
      CanonicalJson.read(row.getString("fired"))
          .forEach(each -> fired.add(each.path("rule").asText()));
      for (JsonNode each : CanonicalJson.read(row.getString("exclusions"))) {
        String source = each.path("source").asText();
        String reason = each.path("reason").asText();
        exclusions.add(
            new Decision.Excluded(Optional.empty(), source, reason, each.path("rule").asText()));
      }
    }
  }

  /** Findings of one cause are one entry, so an entry may stand for several. */
  private void errors() {
    List<Expectation.Finding> findings = expected.findings();
    int entries = 0;
    for (Row row : TestDatabase.await(database.run(ERRORS, played.name()))) {
      String detail = row.getString("detail");
      entries++;
      if (!row.getString("kind").equals("campus")
          || findings.stream().noneMatch(each -> says(detail, each))) {
        failures.add("nobody expects the error " + detail + row.getString("answer"));
      }
    }
    if (entries == 0 && !findings.isEmpty()) {
      failures.add("nobody is told of " + findings);
    }
  }

  private static boolean says(String detail, Expectation.Finding finding) {
    return detail.contains(finding.says())
        && (finding.about().isEmpty() || detail.startsWith(finding.about() + ": "));
  }

  /** What is at the API is what is decided, whatever of it the case names. */
  private void documents() {
    played
        .of()
        .before()
        .ifPresent(
            before ->
                documents(before, played.first().orElseThrow(), played.heldBefore(), "before"));
    documents(played.of().now(), played.decided(), held, "in the end");
  }

  private void documents(
      Situation situation, Decision decided, Map<ResourceName, List<JsonNode>> held, String when) {
    held.forEach(
        (resource, bodies) -> {
          List<Decision.Desired> wanted =
              decided.desired().stream()
                  .filter(each -> each.record().resource().equals(resource))
                  .toList();
          boolean same =
              isStudents(resource)
                  ? !nothingStays(decided) || sameDocuments(wanted, bodies)
                  : wanted.stream().allMatch(each -> keys(resource, bodies).contains(key(each)));
          if (played.isOurs(situation, resource) && !same) {
            failures.add(resource + " " + when + ": decided " + wanted + ", at the API " + bodies);
          }
        });
  }

  private static boolean sameDocuments(List<Decision.Desired> wanted, List<JsonNode> bodies) {
    return JsonMatch.sameItems(
        wanted.stream().map(each -> each.body().tree()).toList(), bodies, true);
  }

  private static NaturalKey key(Decision.Desired desired) {
    return desired.record().key();
  }

  private Set<NaturalKey> keys(ResourceName resource, List<JsonNode> bodies) {
    List<String> paths = schemas.find(resource).orElseThrow().key();
    return bodies.stream().map(body -> NaturalKey.of(paths, body)).collect(Collectors.toSet());
  }
}
