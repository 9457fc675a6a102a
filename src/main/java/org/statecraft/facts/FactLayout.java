package org.statecraft.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.packs.FactTable;

/** Where each field of a table's facts stands among their values. */
final class FactLayout {

  final FactTable table;
  final List<String> fields;
  private final Map<String, Integer> places = new HashMap<>();

  FactLayout(FactTable table) {
    this.table = table;
    this.fields = List.copyOf(table.fields());
    for (int i = 0; i < fields.size(); i++) {
      places.put(fields.get(i), i);
    }
  }

  /** The place of a field; -1 if the table has none of this name. */
  int place(String field) {
    return places.getOrDefault(field, -1);
  }
}
