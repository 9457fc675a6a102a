package org.statecraft.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.statecraft.ingest.IngestFixture.delete;
import static org.statecraft.ingest.IngestFixture.insert;
import static org.statecraft.ingest.IngestFixture.update;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.RowChange;
import org.statecraft.packs.CatalogueForTests;

/** Shared rows that students refer to by another column than their key. */
class FoundByColumnPgTest {

  private static final String CATALOGUE =
      """
      scope-year: {table: Year, year: year, start: start, end: end, default-start: "07-01", default-end: "06-30"}
      tables:
        Year: {key: year, shared: true, columns: {year: id, start: date, end: date}}
        Service: {key: serviceID, shared: true, referred-by: person, columns: {serviceID: id, person: id, since: date}}
        Parent: {key: parentID, student: student, refers-to: {person: Service}, columns: {parentID: id, student: id, person: id}}
      """;

  private final IngestFixture fixture = new IngestFixture(CatalogueForTests.parse(CATALOGUE));

  @AfterEach
  void close() {
    fixture.close();
  }

  private void accept(RowChange... changes) {
    fixture.forgetEvents();
    fixture.accept("d", changes);
  }

  private static Map<String, Object> service(long id, long person) {
    return Map.of("serviceID", id, "person", person);
  }

  @Test
  void accept_notesWhatLeadsToTheRow_whateverHappensToIt() {
    accept(insert("Service", 10, "1", service(1, 900)));
    assertEquals(List.of("Service/900"), fixture.fanOuts("d"));
    accept(
        update(
            "Service",
            20,
            "1",
            Map.of("serviceID", 1L, "person", 900L, "since", LocalDate.of(2025, 1, 1))));
    assertEquals(List.of("Service/900"), fixture.fanOuts("d"), "another column");
    accept(update("Service", 30, "1", service(1, 901)));
    assertEquals(
        List.of("Service/900", "Service/901"),
        fixture.fanOuts("d").stream().sorted().toList(),
        "who had it and who has it");
    accept(delete("Service", 40, "1"));
    assertEquals(List.of("Service/901"), fixture.fanOuts("d"), "the row is gone, its value is not");
    accept(insert("Service", 50, "2", Map.of("serviceID", 2L)));
    assertEquals(List.of(), fixture.fanOuts("d"), "nothing leads to it");
  }

  @Test
  void accept_severalRowsOfOneValue_areNotedOnce() {
    accept(
        insert("Service", 10, "1", service(1, 900)),
        insert("Service", 11, "2", service(2, 900)),
        insert("Service", 12, "3", service(3, 902)));
    assertEquals(
        List.of("Service/900", "Service/902"), fixture.fanOuts("d").stream().sorted().toList());
  }
}
