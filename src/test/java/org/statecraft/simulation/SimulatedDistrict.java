package org.statecraft.simulation;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.statecraft.history.CampusChange;
import org.statecraft.history.CampusModel;
import org.statecraft.history.CircuitLog;
import org.statecraft.history.HistoryChecker;
import org.statecraft.history.HistoryEntry;
import org.statecraft.history.SandboxHistory;
import org.statecraft.history.Violation;
import org.statecraft.sandbox.Sandbox;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.sandbox.SandboxFaults;
import org.statecraft.testing.TestDatabase;

/** A district: its Campus as a script, its Ed-Fi API as a sandbox, and what should become of it. */
final class SimulatedDistrict {

  private final String name;
  private final String family;
  private final List<List<CampusChange>> requests;
  private final CampusModel model;
  private final Sandbox sandbox;
  private final SandboxHistory api;
  private final CircuitLog circuit = new CircuitLog();
  private int sent;
  private int requestsToApi;

  SimulatedDistrict(Vertx vertx, String name, String family, long seed, SandboxFaults faults) {
    this.name = name;
    this.family = family;
    this.requests = CampusScript.requests(seed);
    this.model = new CampusModel(CampusScript.persons(), SimulatedPacks.withPrograms(family));
    this.sandbox =
        TestDatabase.await(
            Sandbox.start(
                vertx,
                SandboxConfig.of(SimulatedPacks.get().schemas(), InstantSource.system())
                    .withFamily(family, SimulatedPacks.standard(family))
                    .withOrganizations(Set.of(255901L))
                    .withFaults(faults)));
    this.api = new SandboxHistory("http://127.0.0.1:" + sandbox.port(), SimulatedPacks.KEYS);
    List<String> ids = new ArrayList<>();
    CampusScript.persons().forEach(person -> ids.addAll(CampusScript.uniqueIds(person)));
    api.seed(ApiSeeds.of(ids));
  }

  String name() {
    return name;
  }

  String connection() {
    return name + "-2025";
  }

  String family() {
    return family;
  }

  int port() {
    return sandbox.port();
  }

  /** Counts the requests that reach the API. */
  void watch(Runnable arrived) {
    sandbox.watch(number -> arrived.run());
  }

  /** The next request; empty when all were taken. */
  Optional<List<CampusChange>> next() {
    return sent < requests.size() ? Optional.of(requests.get(sent)) : Optional.empty();
  }

  /** The webhook took the next request. */
  void acknowledged() {
    model.acknowledged(requests.get(sent));
    sent++;
  }

  void fail(String mode) {
    api.fail(mode);
  }

  /** What the breaker of its connection says, whichever process has it. */
  CircuitLog circuit() {
    return circuit;
  }

  /** How many requests its API had, once it was checked. */
  int requestsToApi() {
    return requestsToApi;
  }

  List<Violation> check(List<Instant> deaths) {
    List<HistoryEntry> history = api.requests();
    requestsToApi = history.size();
    return HistoryChecker.check(history, api.state(), model.wanted(), circuit.events(), deaths);
  }
}
