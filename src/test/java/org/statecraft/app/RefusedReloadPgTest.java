package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.testing.PackagedProgram;
import org.statecraft.testing.TiedDistrict;

/** What health and metrics say of files that are not in force. */
class RefusedReloadPgTest {

  private static final String AS_ON_DISK = "statecraft_pack_as_on_disk{pack=\"core\"} ";

  @Test
  void aRefusedReload_isSeenInHealthAndMetrics_untilItIsMended(@TempDir Path folder)
      throws Exception {
    try (ServerUnderTest server = new ServerUnderTest(folder, "[]")) {
      server.start("packs: {poll: 20ms}\napi: {enabled: false}\n");
      Path rule = folder.resolve("rules").resolve(TiedDistrict.RULE);
      String text = Files.readString(rule);
      assertEquals("up", packs(server));
      assertEquals(404, PackagedProgram.get(server.address() + "/api/openapi.json").statusCode());

      Files.writeString(rule, text.replace(TiedDistrict.BEFORE, TiedDistrict.AFTER));
      // The metrics are told last.
      String metrics = until(() -> metrics(server), each -> each.contains(AS_ON_DISK + "0"));
      assertEquals(
          "up; the files of core are not in force; 'statecraft packs' says why", packs(server));
      assertTrue(
          metrics.contains("statecraft_pack_reloads_total{outcome=\"refused\",pack=\"core\"} 1"),
          metrics);
      assertFalse(metrics.contains("outcome=\"live\",pack=\"core\""), metrics);

      Files.writeString(rule, text + "\n// mended\n");
      metrics = until(() -> metrics(server), each -> each.contains(AS_ON_DISK + "1"));
      assertEquals("up", packs(server));
      assertTrue(
          metrics.contains("statecraft_pack_reloads_total{outcome=\"live\",pack=\"core\"} 1"),
          metrics);
      assertTrue(metrics.contains("statecraft_pack_reload_seconds_count{pack=\"core\"}"), metrics);
    }
  }

  /** A server stays ready: it decides by the last revision that was well. */
  private static String packs(ServerUnderTest server) throws Exception {
    HttpResponse<String> answer = PackagedProgram.get(server.address() + "/health/ready");
    assertEquals(200, answer.statusCode(), answer.body());
    return CanonicalJson.read(answer.body()).at("/checks/packs").asText();
  }

  private static String metrics(ServerUnderTest server) throws Exception {
    return PackagedProgram.get(server.address() + "/metrics").body();
  }

  /** Asks until it is so; every question waits for its answer. */
  private static String until(Callable<String> question, Predicate<String> isSo) throws Exception {
    for (int i = 0; i < 20_000; i++) {
      String now = question.call();
      if (isSo.test(now)) {
        return now;
      }
    }
    throw new AssertionError("it stays " + question.call());
  }
}
