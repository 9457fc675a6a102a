package org.statecraft.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problems;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.ingest.WebhookSignature;
import org.statecraft.packs.FactCatalogue;

/**
 * Plays the districts' years: fills the sandboxes, sends the changes, and waits after each phase
 * until everything is decided and sent. To be used from a thread that may wait.
 */
public final class Player {

  private static final int SEEDS_AT_ONCE = 200;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration COME_AGAIN = Duration.ofSeconds(1);

  private final LoopbackClient client = new LoopbackClient();
  private final Screen screen;
  private final Activity activity;
  private final InstantSource clock;

  public Player(Screen screen, Activity activity, InstantSource clock) {
    this.screen = screen;
    this.activity = activity;
    this.clock = clock;
  }

  /** Sees to it that the sandbox has what the district's records refer to. */
  public void fillSandbox(SampleDistrict district) throws IOException, InterruptedException {
    List<SampleYear.ApiRecord> records = SampleYear.api(script(district));
    for (int from = 0; from < records.size(); from += SEEDS_AT_ONCE) {
      seed(district, records.subList(from, Math.min(records.size(), from + SEEDS_AT_ONCE)));
    }
    screen.say(
        "The Ed-Fi API of " + district.connection().name() + " has " + records.size() + " records");
  }

  private void seed(SampleDistrict district, List<SampleYear.ApiRecord> records)
      throws IOException, InterruptedException {
    ArrayNode seeds = JsonNodeFactory.instance.arrayNode();
    for (SampleYear.ApiRecord each : records) {
      seeds
          .addObject()
          .put("resource", each.resource())
          .set("body", CanonicalJson.read(each.body()));
    }
    LoopbackClient.Reply reply =
        client.post(
            district.sandbox().resolve("/sandbox/seed"),
            seeds.toString().getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", "application/json"));
    if (reply.status() != 200) {
      throw new IOException("the sandbox refused its sample records: " + reply.body());
    }
  }

  /**
   * Sends all changes, phase by phase.
   *
   * @param webhook the address the districts' names are put behind
   * @param limit for waiting after one phase
   * @return whether everything was decided and sent in time
   */
  public boolean play(
      List<SampleDistrict> districts,
      FactCatalogue catalogue,
      URI webhook,
      Backlog backlog,
      Duration limit)
      throws IOException, InterruptedException {
    screen.doing(() -> "... " + activity.line());
    List<Year> years = districts.stream().map(Player::year).toList();
    int phases = years.stream().mapToInt(year -> year.phases().size()).max().orElse(0);
    for (int i = 0; i < phases; i++) {
      for (Year year : years) {
        if (i < year.phases().size()) {
          send(year, year.phases().get(i), catalogue, webhook);
        }
      }
      if (!drained(districts, backlog, limit)) {
        return false;
      }
      screen.say("    " + activity.line());
    }
    screen.idle();
    return true;
  }

  private record Year(SampleDistrict district, Script script, List<SampleYear.Phase> phases) {}

  private static Year year(SampleDistrict district) {
    Script script = script(district);
    return new Year(district, script, SampleYear.changes(script));
  }

  /** How much is still to be done. */
  public interface Backlog {
    long open(List<ConnectionName> connections);
  }

  private boolean drained(List<SampleDistrict> districts, Backlog backlog, Duration limit)
      throws InterruptedException {
    List<ConnectionName> names = districts.stream().map(each -> each.connection().name()).toList();
    Instant deadline = clock.instant().plus(limit);
    while (backlog.open(names) > 0) {
      if (clock.instant().isAfter(deadline)) {
        return false;
      }
      activity.await(LOOK_AGAIN);
    }
    return true;
  }

  private void send(Year year, SampleYear.Phase phase, FactCatalogue catalogue, URI webhook)
      throws IOException, InterruptedException {
    SampleDistrict district = year.district();
    RequestWriter writer =
        new RequestWriter(
            new EnvelopeWriter(catalogue, year.script().connector(), "campus_" + district.name()),
            district.name(),
            year.script().batch());
    List<SampleRequest> requests = writer.write(phase.changes(), clock.instant());
    int refused = 0;
    String why = "";
    for (int i = 0; i < requests.size(); i++) {
      LoopbackClient.Reply reply =
          send(
              district, webhook.resolve(district.name()), requests.get(i), phase.title() + "/" + i);
      if (reply.status() == 422) {
        JsonNode events = CanonicalJson.read(reply.body()).path("refused");
        refused += events.size();
        why = events.path(0).path("reason").asText();
      }
    }
    screen.say(
        district.name()
            + ": "
            + phase.title()
            + ": "
            + phase.changes().size()
            + " changes in "
            + requests.size()
            + " requests"
            + (refused == 0 ? "" : "; " + refused + " refused: " + why));
  }

  private LoopbackClient.Reply send(
      SampleDistrict district, URI address, SampleRequest request, String id)
      throws IOException, InterruptedException {
    while (true) {
      Instant now = clock.instant();
      String webhookId = "demo-" + Integer.toHexString(id.hashCode());
      Map<String, String> headers = new LinkedHashMap<>(request.headers());
      headers.put(WebhookSignature.ID_HEADER, webhookId);
      headers.put(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()));
      headers.put(
          WebhookSignature.SIGNATURE_HEADER,
          WebhookSignature.sign(district.secret(), webhookId, now, request.body()));
      LoopbackClient.Reply reply = client.post(address, request.body(), headers);
      if (reply.status() == 202 || reply.status() == 422) {
        return reply;
      }
      if (reply.status() != 503) {
        throw new IOException("the webhook answered " + reply.status() + ": " + reply.body());
      }
      activity.await(COME_AGAIN);
    }
  }

  private static Script script(SampleDistrict district) {
    Problems problems = new Problems();
    Script script =
        ScriptReader.read("sample year of " + district.name(), district.script(), problems);
    if (!problems.list().isEmpty()) {
      throw new InvalidFiles(problems.list());
    }
    return script;
  }
}
