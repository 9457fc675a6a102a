package org.statecraft.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.TableName;
import org.statecraft.packs.CatalogueForTests;
import org.statecraft.packs.FactTable;

class RowJsonTest {

  private static final FactTable VISIT = visit("number");

  private static FactTable visit(String costType) {
    return CatalogueForTests.parse(
            """
            scope-year: {table: Year, year: y, start: s, end: e, default-start: "07-01", default-end: "06-30"}
            tables:
              Year: {key: y, shared: true, columns: {y: id, s: date, e: date}}
              Visit:
                key: visitID
                student: personID
                columns: {visitID: id, personID: id, note: text, cost: %s, late: flag, day: date, at: time}
            """
                .formatted(costType))
        .table(new TableName("Visit"))
        .orElseThrow();
  }

  private static Map<String, Object> columns() {
    Map<String, Object> columns = new HashMap<>();
    columns.put("visitID", 9_007_199_254_740_993L);
    columns.put("note", "a \"quoted\" \\ line\nand é 😀");
    columns.put("cost", new BigDecimal("100"));
    columns.put("late", false);
    columns.put("day", LocalDate.of(2025, 8, 15));
    columns.put("at", LocalDateTime.of(2025, 8, 15, 10, 0));
    return columns;
  }

  @Test
  void read_givesBackWhatWasWritten() {
    assertEquals(columns(), RowJson.read(VISIT, RowJson.write(columns())));
  }

  @Test
  void write_isCanonical() {
    assertEquals(
        "{\"at\":\"2025-08-15T10:00\",\"cost\":100,\"late\":false}",
        RowJson.write(
            Map.of(
                "late",
                false,
                "cost",
                new BigDecimal("1.00E+2"),
                "at",
                LocalDateTime.of(2025, 8, 15, 10, 0))));
    assertEquals("{\"cost\":0}", RowJson.write(Map.of("cost", new BigDecimal("0.00"))));
    assertEquals("{}", RowJson.write(Map.of()));
  }

  @Test
  void texts_areTheSameBeforeAndAfterTheyWereKept() {
    Map<String, String> texts = RowJson.texts(RowJson.write(columns()));
    columns().forEach((name, value) -> assertEquals(RowJson.text(value), texts.get(name)));
  }

  @Test
  void read_leavesOutWhatTheCatalogueNoLongerDeclares() {
    assertEquals(Map.of("visitID", 1L), RowJson.read(VISIT, "{\"visitID\":1,\"gone\":\"x\"}"));
  }

  @Test
  void read_tellsAColumnThatWasKeptAsAnotherTypeWithoutItsValue() {
    for (String type : new String[] {"id", "flag", "date", "time"}) {
      IllegalStateException error =
          assertThrows(
              IllegalStateException.class,
              () -> RowJson.read(visit(type), "{\"cost\":\"secret\"}"));
      assertFalse(String.valueOf(error.getMessage()).contains("secret"));
    }
  }
}
