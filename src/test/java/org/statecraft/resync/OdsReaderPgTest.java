package org.statecraft.resync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.statecraft.cases.CaseRows;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceName;

/** Reads the ODS by token (7.3) and by offset (5.3), while records go and after a stop. */
class OdsReaderPgTest {

  private static final ResourceName PROGRAMS = new ResourceName("programs");
  private static final int RECORDS = 1_700;

  @RegisterExtension static final ResyncRig.Shared shared = new ResyncRig.Shared();

  @ParameterizedTest
  @ValueSource(strings = {"core", "in"})
  void whatStaysIsFound_whileOthersGo(String pack) {
    try (ResyncRig rig = rig(pack, "moving-" + pack)) {
      List<OdsId> going = seed(rig);
      Reading reading =
          new Reading(
              rig,
              page -> {
                for (int i = 0; i < 10 && !going.isEmpty(); i++) {
                  rig.client().delete("/ed-fi/programs", going.remove(0));
                }
              });
      reading.read(reading.run);
      Set<String> left = names(rig);
      assertTrue(left.size() < RECORDS, "none went");
      left.removeAll(reading.found());
      assertEquals(Set.of(), left);
    }
  }

  @ParameterizedTest
  @CsvSource({"core, true", "in, false"})
  void aStoppedReading_goesOnWhereItStood(String pack, boolean byToken) {
    try (ResyncRig rig = rig(pack, "stopped-" + pack)) {
      seed(rig);
      AtomicBoolean killed = new AtomicBoolean();
      AtomicInteger rest = new AtomicInteger();
      Reading reading =
          new Reading(
              rig,
              page -> {
                if (page == 2 && killed.compareAndSet(false, true)) {
                  throw new IllegalStateException("killed");
                }
                rest.incrementAndGet();
              });
      assertThrows(IllegalStateException.class, () -> reading.read(reading.run));
      ResyncRun stopped =
          await(new RunStore().get(shared.test.database(), reading.run.id())).orElseThrow();
      assertEquals(byToken, stopped.readTokens().containsKey(PROGRAMS.value()));
      rest.set(0);
      reading.read(stopped);
      assertEquals(names(rig), reading.found());
      assertTrue(rest.get() <= 3, "pages after the stop: " + rest);
    }
  }

  /** A reading of all programs by a run, with somebody who is told the number of each page. */
  private static final class Reading implements RunProgress {

    final ResyncRun run;
    private final ResyncRig rig;
    private final IntConsumer watcher;
    private final OdsReader reader;
    private int pages;

    Reading(ResyncRig rig, IntConsumer watcher) {
      this.rig = rig;
      this.watcher = watcher;
      this.run = await(rig.resyncs().open(rig.subject(), ResyncScope.ALL, "t", null));
      RunStores stores = RunStores.of(shared.test.vertx(), shared.test.database());
      this.reader =
          new OdsReader(
              stores, new OdsPages(shared.test.vertx(), rig.client(), Duration.ZERO), this);
    }

    void read(ResyncRun from) {
      ResyncSubject subject = rig.subject();
      await(reader.read(from, subject.schema(PROGRAMS), subject.reader(PROGRAMS)));
    }

    Set<String> found() {
      return new TreeSet<>(
          rig.texts(
              "SELECT body::jsonb ->> 'programName' FROM resync_found WHERE run = $1", run.id()));
    }

    @Override
    public void read(ResourceName resource, long records) {
      watcher.accept(++pages);
    }

    @Override
    public void compared(long students, long ofAll) {}

    @Override
    public void applied(long actions) {}
  }

  /** The sandbox of Core is a 7.3, that of Indiana, of an older data standard, a 5.3. */
  private static ResyncRig rig(String pack, String name) {
    return pack.equals("core")
        ? new ResyncRig(shared, name)
        : new ResyncRig(
            shared, name, CaseRows.of(pack, "foster-care.yaml", "studentProgramAssociations"));
  }

  /** Puts many programs to the API; the ids of some. */
  private static List<OdsId> seed(ResyncRig rig) {
    String organization =
        CanonicalJson.read(rig.documents("localEducationAgencies").iterator().next())
            .path("localEducationAgencyId")
            .asText();
    StringBuilder seeds = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      seeds
          .append(i == 0 ? "[" : ",")
          .append("{\"resource\":\"programs\",\"body\":{\"educationOrganizationReference\":{")
          .append("\"educationOrganizationId\":")
          .append(organization)
          .append("},\"programTypeDescriptor\":\"uri://ed-fi.org/ProgramTypeDescriptor#X\",")
          .append("\"programName\":\"Program ")
          .append(i)
          .append("\"}}");
    }
    rig.api().seed(seeds.append(']').toString());
    List<OdsId> ids = new ArrayList<>();
    String page =
        await(rig.client().find("/ed-fi/programs", new HashMap<>(Map.of("limit", "100")))).body();
    CanonicalJson.read(page).forEach(each -> ids.add(new OdsId(each.path("id").asText())));
    return ids;
  }

  private static Set<String> names(ResyncRig rig) {
    Set<String> names = new TreeSet<>();
    rig.documents("programs")
        .forEach(each -> names.add(CanonicalJson.read(each).path("programName").asText()));
    return names;
  }
}
