package org.statecraft.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.history.CampusChange;
import org.statecraft.history.SandboxHistory;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.RulePack;
import org.statecraft.rules.Decision;
import org.statecraft.rules.Unchanging;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.simulation.ApiSeeds;
import org.statecraft.testing.Records;
import org.statecraft.testing.TestConnections;

/** A case in a district of its own, with a sandbox as its Ed-Fi API. */
final class PlayedCase {

  private final RulePack pack;
  private final RuleCase of;
  private final Sandbox sandbox;
  private final Connection connection;
  private final SandboxHistory api;
  private final CaseChanges changes;
  private final Optional<Decision> first;
  private final Decision decided;
  private int requestsBefore;
  private Map<ResourceName, List<JsonNode>> heldBefore = Map.of();

  private PlayedCase(RulePack pack, RuleCase of, String name, Sandbox sandbox) {
    this.pack = pack;
    this.of = of;
    this.sandbox = sandbox;
    URI address = URI.create("http://127.0.0.1:" + sandbox.port());
    Situation now = of.now();
    Map<String, Object> chosen = new HashMap<>();
    chosen.put("schoolYear", now.schoolYear());
    // One request after the other, so that the log tells which came first.
    chosen.put("concurrency", 1);
    if (!now.uniqueId().isEmpty()) {
      chosen.put("uniqueId", now.uniqueId());
    }
    this.connection =
        Records.with(
            TestConnections.of(name, name, pack.name(), standard(pack, of), address), chosen);
    this.api = new SandboxHistory(address.toString(), Map.of());
    this.changes = new CaseChanges(pack.catalogue());
    this.first = of.before().map(before -> Playable.decide(pack.name(), before));
    this.decided = decided(now);
  }

  /** A case with an API that nobody has written to. */
  static Future<PlayedCase> open(
      Vertx vertx, ResourceSchemas schemas, RulePack pack, RuleCase of, String name) {
    DataStandard standard = standard(pack, of);
    String family = standard.compareTo(new DataStandard("4.0")) < 0 ? "5.3" : "7.3";
    return Sandbox.start(
            vertx, SandboxConfig.of(schemas, InstantSource.system()).withFamily(family, standard))
        .map(sandbox -> new PlayedCase(pack, of, name, sandbox));
  }

  Future<Void> close() {
    return sandbox.close();
  }

  private static DataStandard standard(RulePack pack, RuleCase of) {
    return of.now().standard().orElse(pack.dataStandard());
  }

  RulePack pack() {
    return pack;
  }

  RuleCase of() {
    return of;
  }

  Connection connection() {
    return connection;
  }

  String name() {
    return connection.name().value();
  }

  /** The connection with what was chosen before the change. */
  ConnectionFile file() {
    List<MappingChoice> choices = new ArrayList<>();
    of.now()
        .mappings()
        .forEach(
            (name, codes) ->
                codes.forEach(
                    (value, code) ->
                        choices.add(new MappingChoice(name, value, code.orElse(null)))));
    return new ConnectionFile(
        connection, new ConnectionSeed(toggles(of.before().orElse(of.now())), choices));
  }

  private Map<ResourceName, Boolean> toggles(Situation situation) {
    Map<ResourceName, Boolean> toggles = new HashMap<>();
    for (ResourceName each : pack.resources().keySet()) {
      toggles.put(each, !situation.off().contains(each));
    }
    return toggles;
  }

  /** The toggles after the change, if they are others. */
  Optional<ConnectionSeed> switched() {
    return of.before()
        .filter(before -> !before.off().equals(of.now().off()))
        .map(before -> new ConnectionSeed(toggles(of.now()), List.of()));
  }

  /** Has others send what the records of the case refer to. */
  void seedApi() {
    List<Decision.Desired> records = new ArrayList<>(decided.desired());
    first.ifPresent(decision -> records.addAll(decision.desired()));
    api.seed(ApiSeeds.referredBy(records, programsOfOthers(), Set.of()));
  }

  /** Whether what the records refer to is never or not now ours to send. */
  private boolean programsOfOthers() {
    return pack.resources().keySet().stream()
        .filter(each -> !definition(each).ownedByStudents())
        .anyMatch(
            each ->
                !isOurs(of.now(), each)
                    || of.before().filter(before -> !isOurs(before, each)).isPresent());
  }

  /** What was decided first; empty if nothing was sent before. */
  Optional<Decision> first() {
    return first;
  }

  /** What the API held before the change. */
  Map<ResourceName, List<JsonNode>> heldBefore() {
    return heldBefore;
  }

  /** Whether records of the resource may be sent. */
  boolean isOurs(Situation situation, ResourceName resource) {
    return !situation.off().contains(resource) && !definition(resource).lookupOnly();
  }

  /** A resource of the pack. */
  ResourceDefinition definition(ResourceName name) {
    return Optional.ofNullable(pack.resources().get(name)).orElseThrow();
  }

  /** What is decided of the case, after what was sent before. */
  Decision decided() {
    return decided;
  }

  private Decision decided(Situation now) {
    Decision decision = Playable.decide(pack.name(), now);
    return first
        .filter(
            sent ->
                sent.desired().stream()
                    .map(each -> each.record().resource())
                    .anyMatch(each -> isOurs(of.before().orElse(now), each)))
        .map(sent -> Unchanging.held(decision, sent.fixed()))
        .orElse(decision);
  }

  /** The rows that were sent first; empty if none were. */
  List<CampusChange> rowsBefore() {
    return of.before().map(changes::all).orElse(List.of());
  }

  /** The rows that change; empty if none do. */
  List<CampusChange> rowsChanged() {
    return of.before()
        .map(before -> changes.between(before, of.now()))
        .orElseGet(() -> changes.all(of.now()));
  }

  /** All rows once more. */
  List<CampusChange> allRows() {
    return changes.all(of.now());
  }

  /** What was asked of the API until now is not of the change. */
  void begin() {
    requestsBefore = api.log().size();
    heldBefore = held();
  }

  /** The requests of the change that write, in their order. */
  List<JsonNode> written() {
    List<JsonNode> log = api.log();
    return log.subList(requestsBefore, log.size()).stream()
        .filter(each -> each.path("resource").isTextual())
        .filter(each -> !each.path("method").asText().equals("GET"))
        .toList();
  }

  /** What the API holds of the pack's resources. */
  Map<ResourceName, List<JsonNode>> held() {
    Map<ResourceName, List<JsonNode>> held = new HashMap<>();
    for (ResourceDefinition each : pack.resources().values()) {
      held.put(each.name(), new ArrayList<>());
    }
    for (JsonNode each : api.records()) {
      List<JsonNode> ours = held.get(new ResourceName(each.path("resource").asText()));
      if (ours != null) {
        ours.add(each.path("body"));
      }
    }
    return held;
  }
}
