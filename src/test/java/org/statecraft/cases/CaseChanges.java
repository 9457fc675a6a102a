package org.statecraft.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.TableName;
import org.statecraft.history.CampusChange;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;

/** The rows of a case's situations as changes in the log of a source, each newer than the last. */
final class CaseChanges {

  private record Id(TableName table, RowKey key) {}

  private final FactCatalogue catalogue;
  private long position;

  CaseChanges(FactCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** All rows, as they are written first or again. */
  List<CampusChange> all(Situation situation) {
    List<CampusChange> changes = new ArrayList<>();
    rows(situation).forEach((id, columns) -> changes.add(change("u", id, columns)));
    return changes;
  }

  /** What leads from one situation to another: rows that are new, differ, or are gone. */
  List<CampusChange> between(Situation before, Situation now) {
    Map<Id, Map<String, String>> old = rows(before);
    Map<Id, Map<String, String>> rows = rows(now);
    List<CampusChange> changes = new ArrayList<>();
    rows.forEach(
        (id, columns) -> {
          if (!columns.equals(old.get(id))) {
            changes.add(change("u", id, columns));
          }
        });
    old.forEach(
        (id, columns) -> {
          if (!rows.containsKey(id)) {
            Map<String, String> key = new TreeMap<>(columns);
            key.keySet().retainAll(catalogue.table(id.table()).orElseThrow().key());
            changes.add(change("d", id, key));
          }
        });
    return changes;
  }

  private CampusChange change(String operation, Id id, Map<String, String> columns) {
    position++;
    return new CampusChange(operation, id.table().value(), id.key().value(), columns, position);
  }

  private Map<Id, Map<String, String>> rows(Situation situation) {
    Map<Id, Map<String, String>> rows = new LinkedHashMap<>();
    situation
        .rows()
        .forEach(
            (name, byKey) -> {
              FactTable table = catalogue.table(name).orElseThrow();
              byKey.forEach(
                  (key, row) -> {
                    Map<String, String> texts = new TreeMap<>();
                    StudentRows.complete(catalogue, table, row, situation)
                        .forEach((column, value) -> texts.put(column, value.toString()));
                    rows.put(new Id(name, key), texts);
                  });
            });
    return rows;
  }
}
