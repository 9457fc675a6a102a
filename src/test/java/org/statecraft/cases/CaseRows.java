package org.statecraft.cases;

import java.util.ArrayList;
import java.util.List;
import org.statecraft.connections.MappingChoice;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.testing.SampleRows;

/**
 * The rows of the first case of a file that reports something of a resource, for tests that need a
 * student of a state.
 *
 * @param rows of one student, whose Campus key is 1, and the shared ones
 */
public record CaseRows(
    String pack,
    DataStandard standard,
    String uniqueId,
    List<MappingChoice> mappings,
    List<Row> rows) {

  /** A row as the catalogue types it. */
  public record Row(String table, String key, java.util.Map<String, Object> columns) {

    public org.statecraft.campus.RowChange change(SampleRows rows) {
      return rows.row(table, key, columns);
    }
  }

  /** The one row of a table. */
  public Row row(String table) {
    return rows.stream().filter(each -> each.table().equals(table)).findFirst().orElseThrow();
  }

  /** Finds the case. */
  public static CaseRows of(String pack, String file, String resource) {
    RuleCase found =
        PacksUnderTest.cases(pack).stream()
            .filter(each -> each.file().endsWith("/tests/" + file))
            .filter(each -> each.before().isEmpty() && each.now().off().isEmpty())
            .filter(each -> each.now().parameters().isEmpty() && each.now().keeping().isEmpty())
            .filter(
                each ->
                    !each.expect()
                        .records()
                        .getOrDefault(new ResourceName(resource), List.of())
                        .isEmpty())
            .findFirst()
            .orElseThrow();
    Situation now = found.now();
    FactCatalogue catalogue = PacksUnderTest.pack(pack).catalogue();
    List<Row> rows = new ArrayList<>();
    now.rows()
        .forEach(
            (name, byKey) -> {
              FactTable table = catalogue.tables().get(name);
              if (table != null) {
                byKey.forEach(
                    (key, columns) ->
                        rows.add(
                            new Row(
                                name.value(),
                                key.value(),
                                StudentRows.complete(catalogue, table, columns, now))));
              }
            });
    List<MappingChoice> mappings = new ArrayList<>();
    now.mappings()
        .forEach(
            (preference, codes) ->
                codes.forEach(
                    (value, code) ->
                        mappings.add(new MappingChoice(preference, value, code.orElse(null)))));
    return new CaseRows(
        pack,
        now.standard().orElse(PacksUnderTest.pack(pack).dataStandard()),
        now.uniqueId().isEmpty() ? "state-id" : now.uniqueId(),
        mappings,
        rows);
  }
}
