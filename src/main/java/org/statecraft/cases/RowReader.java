package org.statecraft.cases;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.TableName;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.YamlNode;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;

/**
 * Reads the rows of a case by the catalogue and lays them over rows that are known already. A row
 * without its key is the one that stands at its place in the list: the first is 1, the second 2.
 */
final class RowReader {

  private final FactCatalogue catalogue;

  RowReader(FactCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * @param without rows that are not there, {@code Table/key}, or {@code Table} for all of a table
   */
  Map<TableName, Map<RowKey, Map<String, Object>>> over(
      Map<TableName, Map<RowKey, Map<String, Object>>> below, YamlNode facts, YamlNode without) {
    Map<TableName, Map<RowKey, Map<String, Object>>> rows = new TreeMap<>();
    below.forEach((table, byKey) -> rows.put(table, new LinkedHashMap<>(byKey)));
    for (YamlNode each : without.list()) {
      remove(rows, each);
    }
    facts
        .map()
        .forEach(
            (name, list) ->
                table(name, list)
                    .ifPresent(
                        table ->
                            add(
                                table,
                                list.list(),
                                rows.computeIfAbsent(table.name(), key -> new LinkedHashMap<>()))));
    return rows;
  }

  private void remove(Map<TableName, Map<RowKey, Map<String, Object>>> rows, YamlNode node) {
    String[] parts = node.text().split("/", 2);
    Optional<FactTable> table = table(parts[0], node);
    if (table.isEmpty()) {
      return;
    }
    Map<RowKey, Map<String, Object>> byKey = rows.getOrDefault(table.get().name(), Map.of());
    boolean known = parts.length == 1 ? !byKey.isEmpty() : byKey.containsKey(new RowKey(parts[1]));
    if (!known) {
      node.problem("there is no " + node.text() + " to leave out");
    } else if (parts.length == 1) {
      rows.remove(table.get().name());
    } else {
      byKey.remove(new RowKey(parts[1]));
    }
  }

  private Optional<FactTable> table(String name, YamlNode at) {
    Optional<FactTable> table =
        name.isBlank() ? Optional.empty() : catalogue.table(new TableName(name));
    if (table.isEmpty()) {
      List<String> known = catalogue.tables().keySet().stream().map(TableName::value).toList();
      at.problem("the catalogue has no table '" + name + "'" + DidYouMean.hint(name, known));
    }
    return table;
  }

  private static void add(
      FactTable table, List<YamlNode> list, Map<RowKey, Map<String, Object>> rows) {
    for (int i = 0; i < list.size(); i++) {
      YamlNode node = list.get(i);
      Map<String, @Nullable Object> columns = columns(table, node);
      if (table.key().size() == 1) {
        columns.putIfAbsent(table.key().get(0), i + 1L);
      }
      StringBuilder key = new StringBuilder();
      for (String column : table.key()) {
        Object value = columns.get(column);
        if (value == null) {
          node.problem("the key column '" + column + "' is missing here");
        }
        key.append(key.isEmpty() ? "" : "|").append(value);
      }
      Map<String, Object> row =
          new LinkedHashMap<>(rows.getOrDefault(new RowKey(key.toString()), Map.of()));
      columns.forEach(
          (column, value) -> {
            if (value == null) {
              row.remove(column);
            } else {
              row.put(column, value);
            }
          });
      rows.put(new RowKey(key.toString()), row);
    }
  }

  private static Map<String, @Nullable Object> columns(FactTable table, YamlNode node) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    node.map()
        .forEach(
            (name, value) -> {
              if (!table.columns().containsKey(name)) {
                value.problem(
                    table.name()
                        + " has no column '"
                        + name
                        + "'"
                        + DidYouMean.hint(name, table.columns().keySet()));
              } else {
                columns.put(name, value(table, name, value));
              }
            });
    return columns;
  }

  private static @Nullable Object value(FactTable table, String column, YamlNode node) {
    if (node.isEmpty()) {
      return null;
    }
    ColumnType type = table.typeOf(column).orElse(ColumnType.TEXT);
    String text = node.text();
    try {
      return switch (type) {
        case TEXT -> text.isBlank() ? null : text.strip();
        case ID -> Long.valueOf(text);
        case NUMBER -> new BigDecimal(text);
        case FLAG -> node.flag(false);
        case DATE -> node.date().orElse(null);
        case TIME -> LocalDateTime.parse(text);
      };
    } catch (NumberFormatException e) {
      node.problem(table.name() + "." + column + " is a number, not '" + text + "'");
    } catch (DateTimeParseException e) {
      node.problem(
          table.name() + "." + column + " is a time such as 2024-08-20T07:30, not '" + text + "'");
    }
    return null;
  }
}
