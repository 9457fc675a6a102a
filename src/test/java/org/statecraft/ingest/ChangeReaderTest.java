package org.statecraft.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.statecraft.campus.ChangeType;
import org.statecraft.campus.RowChange;
import org.statecraft.campus.SourcePosition;
import org.statecraft.packs.CatalogueForTests;
import org.statecraft.packs.FactCatalogue;

class ChangeReaderTest {

  private static final FactCatalogue CATALOGUE =
      CatalogueForTests.parse(
          """
          scope-year: {table: Year, year: endYear, start: starts, end: ends, default-start: "07-01", default-end: "06-30"}
          tables:
            Year: {key: endYear, shared: true, columns: {endYear: id, starts: date, ends: date}}
            Visit:
              key: visitID
              student: personID
              columns: {visitID: id, personID: id, note: text, cost: number, late: flag, day: date, at: time}
            Pair:
              key: [left, right]
              student: personID
              columns: {left: text, right: id, personID: text}
          """);
  private static final ChangeReader READER = new ChangeReader(CATALOGUE);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static ReadBatch read(String body) {
    try {
      return READER.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), NOW);
    } catch (UnreadableBody e) {
      throw new AssertionError(e);
    }
  }

  private static RowChange one(String body) {
    ReadBatch batch = read(body);
    assertEquals(List.of(), batch.refused());
    assertEquals(1, batch.placed().size());
    return batch.placed().get(0).change();
  }

  private static String refusal(String body) {
    ReadBatch batch = read(body);
    assertEquals(List.of(), batch.placed());
    assertEquals(1, batch.refused().size());
    return batch.refused().get(0).reason();
  }

  private static String visit(String columns) {
    return envelope("c", "null", "{'visitID':1,'personID':7" + columns + "}");
  }

  private static String envelope(String op, String before, String after) {
    return "{'before':"
        + before
        + ",'after':"
        + after
        + ",'source':{'table':'Visit','db':'campus','lsn':42,'ts_ms':1755000000000},'op':'"
        + op
        + "','ts_ms':1755000000100}";
  }

  private static @Nullable Object value(String column, String json) {
    return row(visit(",'" + column + "':" + json)).get(column);
  }

  private static Map<String, Object> row(String body) {
    return Objects.requireNonNull(one(body).after()).columns();
  }

  /** The value of a column whose schema part is given. */
  private static @Nullable Object value(String column, String json, String schema) {
    return row(withSchema(column, json, schema)).get(column);
  }

  private static String withSchema(String column, String json, String schema) {
    return "{'schema':{'type':'struct','fields':[{'type':'struct','field':'after','fields':["
        + "{'type':'int32','field':'visitID'},{'field':'"
        + column
        + "',"
        + schema
        + "}]}]},"
        + "'payload':"
        + visit(",'" + column + "':" + json)
        + "}";
  }

  @Test
  void read_readsAPlainEnvelope() {
    RowChange change = one(visit(",'note':' hello ','unknownColumn':{'deep':[1]}"));
    assertEquals("Visit", change.table().value());
    assertEquals("1", change.key().value());
    assertEquals(ChangeType.INSERT, change.type());
    assertEquals(new SourcePosition("lsn", "00000000000000000042"), change.position());
    assertEquals(Instant.ofEpochMilli(1755000000000L), change.changedAt());
    assertEquals(
        Map.of("visitID", 1L, "personID", 7L, "note", "hello"),
        Objects.requireNonNull(change.after()).columns());
  }

  @Test
  void read_readsAnArrayAndTellsPlaces() {
    ReadBatch batch =
        read("[" + visit("") + ",null," + visit(",'day':'x'") + "," + visit("") + "]");
    assertEquals(List.of(0, 3), batch.placed().stream().map(PlacedChange::place).toList());
    assertEquals(List.of(2), batch.refused().stream().map(Refused::place).toList());
  }

  @Test
  void read_readsTheSchemaWrapper() {
    assertEquals(
        LocalDate.of(2025, 8, 15),
        value("day", "20315", "'type':'int32','name':'io.debezium.time.Date'"));
  }

  @Test
  void read_readsAStructuredCloudEvent() {
    String event =
        "{'id':'1','source':'/x','specversion':'1.0','type':'t','time':'2025-08-15T00:00:00Z','data':"
            + visit("")
            + "}";
    assertEquals("1", one(event).key().value());
    assertEquals(2, read("[" + event + "," + event + "]").placed().size());
    assertEquals(
        "1",
        one("{'specversion':'1.0','data':{'schema':{},'payload':" + visit("") + "}}")
            .key()
            .value());
  }

  @Test
  void read_readsACloudEventWhoseAttributesTellTheSource() {
    RowChange change =
        one(
            "{'specversion':'1.0','iodebeziumop':'u','iodebeziumtable':'visit','iodebeziumlsn':'77',"
                + "'iodebeziumtsms':'1755000000000','data':{'before':null,'after':{'visitID':1}}}");
    assertEquals(ChangeType.UPDATE, change.type());
    assertEquals(new SourcePosition("lsn", "00000000000000000077"), change.position());
    assertEquals(Instant.ofEpochMilli(1755000000000L), change.changedAt());
  }

  @Test
  void read_readsACloudEventWithBase64Data() {
    String data =
        java.util.Base64.getEncoder()
            .encodeToString(visit("").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    assertEquals("1", one("{'specversion':'1.0','data_base64':'" + data + "'}").key().value());
    assertTrue(refusal("{'specversion':'1.0','data_base64':'?'}").contains("data_base64"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "null",
        "[]",
        "[null]",
        "{'payload':null,'schema':null}",
        "{'specversion':'1.0','data':null}",
        "{'specversion':'1.0'}",
        "{'ts_ms':1755000000000}",
        "{'status':'BEGIN','id':'5','ts_ms':1}",
        "{'op':'m','message':{}}"
      })
  void read_skipsWhatIsNoChange(String body) {
    ReadBatch batch = read(body);
    assertEquals(List.of(), batch.placed());
    assertEquals(List.of(), batch.refused());
  }

  @ParameterizedTest
  @CsvSource({"c,INSERT", "u,UPDATE", "r,SNAPSHOT"})
  void read_tellsTheOperations(String op, ChangeType type) {
    assertEquals(type, one(envelope(op, "null", "{'visitID':1}")).type());
  }

  @Test
  void read_readsADeleteWithTheKeyOnly() {
    RowChange change = one(envelope("d", "{'visitID':1,'day':'nonsense'}", "null"));
    assertEquals(ChangeType.DELETE, change.type());
    assertEquals("1", change.key().value());
    assertNull(change.after());
  }

  @Test
  void read_makesAChangedKeyADeleteAndAnUpdate() {
    ReadBatch batch = read(envelope("u", "{'visitID':1}", "{'visitID':2}"));
    assertEquals(
        List.of(ChangeType.DELETE, ChangeType.UPDATE),
        batch.changes().stream().map(RowChange::type).toList());
    assertEquals(
        List.of("1", "2"), batch.changes().stream().map(change -> change.key().value()).toList());
    assertEquals(List.of(0, 0), batch.placed().stream().map(PlacedChange::place).toList());
  }

  @Test
  void read_matchesNamesWhateverTheirCase() {
    RowChange change =
        one("{'after':{'VISITID':1,'Note':'x'},'source':{'table':'VISIT','lsn':1},'op':'c'}");
    assertEquals("Visit", change.table().value());
    assertEquals(
        Map.of("visitID", 1L, "note", "x"), Objects.requireNonNull(change.after()).columns());
    assertEquals(NOW, change.changedAt());
  }

  @Test
  void read_joinsTheColumnsOfAKey() {
    assertEquals("a|5", one(pair("'left':'a','right':'5'")).key().value());
    assertTrue(refusal(pair("'left':'a|b','right':5")).contains("'left'"));
    assertTrue(refusal(pair("'left':'a'")).contains("'right'"));
    assertTrue(refusal(pair("'left':'" + "a".repeat(300) + "','right':5")).contains("longer"));
    assertTrue(
        refusal(pair("'left':'a','right':5,'personID':'" + "9".repeat(300) + "'"))
            .contains("'personID'"));
  }

  private static String pair(String columns) {
    return "{'after':{" + columns + "},'source':{'table':'Pair','lsn':1},'op':'c'}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'lsn':42; lsn; 00000000000000000042",
        "'lsn':'42'; lsn; 00000000000000000042",
        "'lsn':'1/1F','ts_ms':5; lsn; 00000000004294967327",
        "'commit_lsn':'00000027:00000758:0005','change_lsn':'00000027:00000758:000A','event_serial_no':2;"
            + " commit_lsn; 00000027:00000758:0005/00000027:00000758:000a/00000000000000000002",
        "'commit_lsn':'00000027:00000758:0005','change_lsn':null; commit_lsn;"
            + " 00000027:00000758:0005/00000000:00000000:0000/00000000000000000000",
        "'lsn':null,'ts_ms':1755000000000; ts_ms; 00000001755000000000",
        "'ts_ms':1,'ts_us':2,'ts_ns':3; ts_ns; 00000000000000000003",
        "'ts_ms':1,'ts_us':2; ts_us; 00000000000000000002"
      })
  void read_tellsThePosition(String source, String kind, String value) {
    RowChange change =
        one("{'after':{'visitID':1},'op':'c','source':{'table':'Visit'," + source.strip() + "}}");
    assertEquals(new SourcePosition(kind, value), change.position());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'visitID':1}",
        "[[]]",
        "[5]",
        "{'op':'t','source':{'table':'Visit','lsn':1}}",
        "{'op':'x','source':{'table':'Visit','lsn':1}}",
        "{'op':'c','source':{'lsn':1},'after':{'visitID':1}}",
        "{'op':'c','source':{'table':'Visit'},'after':{'visitID':1},'ts_ms':5}",
        "{'op':'c','source':{'table':'Visit','lsn':'abc'},'after':{'visitID':1}}",
        "{'op':'c','source':{'table':'Visit','lsn':-1},'after':{'visitID':1}}",
        "{'op':'c','source':{'table':'Visit','commit_lsn':'1:2'},'after':{'visitID':1}}",
        "{'op':'c','source':{'table':'Visit','ts_ms':'soon'},'after':{'visitID':1}}",
        "{'op':'c','source':{'table':'Visit','lsn':1},'after':null}",
        "{'op':'d','source':{'table':'Visit','lsn':1},'before':null}",
        "{'op':'d','source':{'table':'Visit','lsn':1},'before':{'personID':7}}",
        "{'op':'c','source':{'table':'Visit','lsn':1},'after':{'visitID':null}}",
        "{'op':'c','source':{'table':'Visit','lsn':1},'after':{'visitID':1,'VisitId':2}}",
        "{'specversion':'1.0','data':'text'}",
        "{'payload':5}"
      })
  void read_refusesAnEventThatIsNotWhole(String body) {
    assertFalse(refusal(body).isBlank());
  }

  @Test
  void read_suggestsTheTableThatWasMeant() {
    String reason = refusal("{'op':'c','source':{'table':'Visits','lsn':1},'after':{}}");
    assertTrue(reason.contains("unknown table 'Visits'"), reason);
    assertTrue(reason.contains("did you mean 'Visit'"), reason);
  }

  @Test
  void read_convertsPlainValues() {
    assertEquals(12L, value("personID", "12"));
    assertEquals(12L, value("personID", "'12'"));
    assertEquals(12L, value("personID", "12.0"));
    assertEquals(new BigDecimal("12.5"), value("cost", "12.5"));
    assertEquals(new BigDecimal("12.50"), value("cost", "'12.50'"));
    assertEquals(new BigDecimal("3"), value("cost", "3"));
    assertEquals("15", value("note", "15"));
    assertEquals(true, value("late", "true"));
    assertEquals(true, value("late", "1"));
    assertEquals(true, value("late", "'1'"));
    assertEquals(false, value("late", "'0'"));
    assertEquals(false, value("late", "0"));
    assertNull(value("note", "'  '"));
    assertNull(value("day", "null"));
    assertNull(value("day", "''"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20315",
        "'2025-08-15'",
        "'2025-08-15Z'",
        "'2025-08-15T00:00:00'",
        "'2025-08-15T00:00:00Z'",
        "'2025-08-15 00:00:00.000'",
        "1755216000000",
        "1755216000000000",
        "1755216000000000000"
      })
  void read_convertsDates(String json) {
    assertEquals(LocalDate.of(2025, 8, 15), value("day", json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2025-08-15T13:14:15'",
        "'2025-08-15T13:14:15Z'",
        "'2025-08-15 13:14:15.000'",
        "1755263655000",
        "1755263655000000",
        "1755263655000000000"
      })
  void read_convertsTimes(String json) {
    assertEquals(LocalDateTime.of(2025, 8, 15, 13, 14, 15), value("at", json));
  }

  @Test
  void read_obeysTheSchemaPart() {
    LocalDateTime early = LocalDateTime.of(1970, 1, 1, 0, 0, 1);
    assertEquals(early, value("at", "1000", "'name':'io.debezium.time.Timestamp'"));
    assertEquals(early, value("at", "1000", "'name':'org.apache.kafka.connect.data.Timestamp'"));
    assertEquals(early, value("at", "1000000", "'name':'io.debezium.time.MicroTimestamp'"));
    assertEquals(early, value("at", "1000000000", "'name':'io.debezium.time.NanoTimestamp'"));
    assertEquals(
        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000),
        value("at", "-1", "'name':'io.debezium.time.Timestamp'"));
    assertEquals(
        LocalDate.of(1970, 1, 2), value("day", "86400000", "'name':'io.debezium.time.Timestamp'"));
    assertEquals(
        LocalDate.of(1970, 1, 2), value("day", "1", "'name':'org.apache.kafka.connect.data.Date'"));
    String decimal =
        "'type':'bytes','name':'org.apache.kafka.connect.data.Decimal','parameters':{'scale':'2'}";
    assertEquals(new BigDecimal("12.34"), value("cost", "'BNI='", decimal));
    assertEquals(new BigDecimal("-0.01"), value("cost", "'/w=='", decimal));
    assertEquals(
        12L,
        value(
            "personID",
            "'DA=='",
            "'name':'org.apache.kafka.connect.data.Decimal','parameters':{'scale':'0'}"));
    assertEquals(new BigDecimal("1.2"), value("cost", "{'scale':1,'value':'DA=='}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "personID; 'twelve'",
        "personID; 12.5",
        "personID; true",
        "personID; 99999999999999999999",
        "personID; '99999999999999999999'",
        "personID; 1e400",
        "personID; {}",
        "note; true",
        "note; 1.5",
        "note; []",
        "note; 'a\\u0000b'",
        "note; 'a\\ud800b'",
        "note; '__debezium_unavailable_value'",
        "cost; 'AQ=='",
        "cost; true",
        "cost; 1e999999999",
        "cost; '1,5'",
        "late; 2",
        "late; 'yes'",
        "late; 1.0",
        "late; {}",
        "day; 'yesterday'",
        "day; '2025-02-30'",
        "day; '0000-01-01'",
        "day; '08/15/2025'",
        "day; '2025-08-15T10:00:00'",
        "day; 20250815",
        "day; 1755216000001",
        "day; 1.5",
        "day; true",
        "at; '2025-08-15'",
        "at; '2025-08-15T25:00:00'",
        "at; '2025-08-15T10:00:00-05:00'",
        "at; 20315",
        "at; 5000000000",
        "at; 1.5",
        "at; {}"
      })
  void read_refusesABadValueNamingTheColumnAndNotTheValue(String column, String json) {
    String reason =
        refusal(
            visit(",'" + column + "':" + json.strip())
                .replace("'personID':7,'personID'", "'personID'"));
    assertTrue(reason.startsWith("column '" + column + "' of Visit: "), reason);
    String value = json.strip().replace("'", "");
    assertFalse(value.length() > 4 && reason.contains(value), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "day; 99999999; 'name':'io.debezium.time.Date'",
        "day; 1; 'name':'io.debezium.time.Timestamp'",
        "day; 5; 'name':'io.debezium.time.MicroTime'",
        "at; 9223372036854775807; 'name':'io.debezium.time.Timestamp'",
        "at; 5; 'name':'org.apache.kafka.connect.data.Time'",
        "note; 20315; 'name':'io.debezium.time.Date'",
        "cost; 20315; 'name':'io.debezium.time.Date'",
        "cost; '?'; 'name':'org.apache.kafka.connect.data.Decimal','parameters':{'scale':'2'}",
        "cost; 'AQ=='; 'name':'org.apache.kafka.connect.data.Decimal','parameters':{'scale':'900'}",
        "personID; 'BNI='; 'name':'org.apache.kafka.connect.data.Decimal','parameters':{'scale':'2'}"
      })
  void read_refusesWhatTheSchemaPartMakesImpossible(String column, String json, String schema) {
    String reason =
        refusal(
            withSchema(column, json.strip(), schema.strip())
                .replace("'personID':7,'personID'", "'personID'"));
    assertTrue(reason.startsWith("column '" + column + "' of Visit: "), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[{}", "5", "'text'", "{} {}", "[] x", "{\"a\":tru}", "<xml/>"})
  void read_tellsAnUnreadableBodyWithoutShowingIt(String body) {
    UnreadableBody error =
        assertThrows(
            UnreadableBody.class,
            () -> READER.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), NOW));
    assertFalse(String.valueOf(error.getMessage()).contains("tru"), error.getMessage());
    assertFalse(String.valueOf(error.getMessage()).contains("xml"), error.getMessage());
  }

  @Test
  void read_tellsBytesThatAreNoText() {
    assertThrows(
        UnreadableBody.class, () -> READER.read(new byte[] {'{', '"', (byte) 0xff, '"'}, NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|true",
        "application/json; charset=UTF-8|true",
        "Application/CloudEvents+JSON|true",
        "application/cloudevents-batch+json; charset=\"utf-8\"|true",
        "application/json; charset=latin1|false",
        "text/plain|false",
        "application/xml|false"
      })
  void reads_knowsItsMediaTypes(String type, boolean known) {
    assertEquals(known, ChangeReader.reads(type));
    assertFalse(ChangeReader.reads(null));
  }
}
