package org.statecraft.packs;

import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.TableName;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlNode;

/** Reads {@code facts.yaml}. */
final class FactCatalogueReader {

  private static final String[] TABLE_KEYS = {
    "key",
    "student",
    "student-through",
    "shared",
    "every-student",
    "refers-to",
    "referred-by",
    "period",
    "columns",
    "choices",
    "about"
  };

  private FactCatalogueReader() {}

  /** The catalogue of a pack that extends none. */
  static FactCatalogue read(YamlNode file) {
    FactCatalogue catalogue =
        new FactCatalogue(tables(file), scopeYear(file.require("scope-year")), schools(file));
    check(catalogue, file);
    checkSchools(catalogue, file.get("schools"));
    checkScopeYear(catalogue, file.get("scope-year"));
    return catalogue;
  }

  /** The catalogue below with the tables and columns that a pack on top of it adds. */
  static FactCatalogue read(YamlNode file, FactCatalogue below, Problems problems) {
    if (!file.get("scope-year").isEmpty()) {
      file.get("scope-year").problem("where the school years stand is said by the pack below");
    }
    FactCatalogue catalogue =
        below.and(new FactCatalogue(tables(file), below.scopeYear(), schools(file)), problems);
    check(catalogue, file);
    checkSchools(catalogue, file.get("schools"));
    return catalogue;
  }

  private static Map<TableName, FactTable> tables(YamlNode file) {
    file.only("tables", "scope-year", "schools");
    Map<TableName, FactTable> tables = new LinkedHashMap<>();
    file.require("tables")
        .map()
        .forEach((name, node) -> tables.put(new TableName(name), table(name, node)));
    return tables;
  }

  private static void check(FactCatalogue catalogue, YamlNode file) {
    file.get("tables").map().forEach((name, node) -> checkNames(catalogue, name, node));
  }

  private static FactTable table(String name, YamlNode node) {
    node.only(TABLE_KEYS);
    Map<String, FactColumn> columns = new LinkedHashMap<>();
    node.require("columns")
        .map()
        .forEach(
            (column, type) ->
                columns.put(
                    column,
                    new FactColumn(
                        column, type.choice(ColumnType.class, ColumnType.TEXT), type.place())));
    Map<String, TableName> refersTo = new LinkedHashMap<>();
    node.get("refers-to")
        .map()
        .forEach((column, table) -> refersTo.put(column, new TableName(table.text())));
    return new FactTable(
        new TableName(name),
        node.require("key").texts(),
        columns,
        owner(node),
        refersTo,
        node.get("referred-by").optional(),
        node.get("every-student").flag(false),
        period(node.get("period")),
        choices(node.get("choices")),
        node.place());
  }

  private static Optional<FactTable.Period> period(YamlNode node) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    node.only("start", "end");
    return Optional.of(
        new FactTable.Period(node.require("start").text(), node.require("end").text()));
  }

  private static Map<String, Map<String, String>> choices(YamlNode node) {
    Map<String, Map<String, String>> choices = new LinkedHashMap<>();
    node.map()
        .forEach(
            (field, ways) -> {
              Map<String, String> columns = new LinkedHashMap<>();
              ways.map().forEach((choice, column) -> columns.put(choice, column.text()));
              choices.put(field, columns);
            });
    return choices;
  }

  private static Optional<FactTable.Owner> owner(YamlNode node) {
    int ways =
        (node.get("student").isEmpty() ? 0 : 1)
            + (node.get("student-through").isEmpty() ? 0 : 1)
            + (node.get("shared").flag(false) || node.get("every-student").flag(false) ? 1 : 0);
    if (ways != 1) {
      node.problem(
          "say how a row reaches its student by one of 'student: column',"
              + " 'student-through: {column: Table}', 'shared: true' or 'every-student: true'");
    }
    if (!node.get("student").isEmpty()) {
      return Optional.of(new FactTable.Owner(node.get("student").text(), Optional.empty()));
    }
    return node.get("student-through").map().entrySet().stream()
        .findFirst()
        .map(
            way ->
                new FactTable.Owner(
                    way.getKey(), Optional.of(new TableName(way.getValue().text()))));
  }

  private static void checkNames(FactCatalogue catalogue, String name, YamlNode node) {
    FactTable table = catalogue.tables().get(new TableName(name));
    if (table == null) {
      return;
    }
    for (YamlNode key : node.get("key").list()) {
      checkColumn(table, key);
    }
    if (!node.get("student").isEmpty()) {
      checkColumn(table, node.get("student"));
    }
    node.get("period").map().values().forEach(column -> checkDay(table, column));
    node.get("choices")
        .map()
        .values()
        .forEach(ways -> ways.map().values().forEach(column -> checkColumn(table, column)));
    checkReferredBy(table, node.get("referred-by"));
    checkWays(catalogue, table, node.get("student-through"), false);
    checkWays(catalogue, table, node.get("refers-to"), true);
  }

  /** Whoever looks for the students of a row goes back from column to column. */
  private static void checkReferredBy(FactTable table, YamlNode column) {
    if (column.isEmpty()) {
      return;
    }
    checkColumn(table, column);
    if (!table.isShared() || table.everyStudent() || !table.refersTo().isEmpty()) {
      column.problem(
          "only a shared table that refers to no other is found by something else than its key");
    }
  }

  private static void checkColumn(FactTable table, YamlNode column) {
    if (!table.columns().containsKey(column.text())) {
      column.problem(
          table.name()
              + " has no column '"
              + column.text()
              + "'"
              + DidYouMean.hint(column.text(), table.columns().keySet()));
    }
  }

  private static void checkDay(FactTable table, YamlNode column) {
    checkColumn(table, column);
    table
        .typeOf(column.text())
        .filter(type -> type != ColumnType.DATE && type != ColumnType.TIME)
        .ifPresent(type -> column.problem(table.name() + "." + column.text() + " has no day"));
  }

  private static void checkWays(
      FactCatalogue catalogue, FactTable table, YamlNode ways, boolean toShared) {
    ways.map()
        .forEach(
            (column, target) -> {
              if (!table.columns().containsKey(column)) {
                ways.problem(
                    table.name()
                        + " has no column '"
                        + column
                        + "'"
                        + DidYouMean.hint(column, table.columns().keySet()));
              }
              Optional<FactTable> other = catalogue.table(new TableName(target.text()));
              if (other.isEmpty()) {
                List<String> known =
                    catalogue.tables().keySet().stream().map(TableName::value).toList();
                target.problem(
                    "the catalogue has no table '"
                        + target.text()
                        + "'"
                        + DidYouMean.hint(target.text(), known));
              } else if (other.get().isShared() != toShared) {
                target.problem(
                    toShared
                        ? target.text() + " belongs to a student; refer to shared tables only"
                        : target.text()
                            + " is shared; a row reaches its student through a row"
                            + " that has one");
              }
            });
  }

  private static Optional<FactCatalogue.SchoolTable> schools(YamlNode file) {
    YamlNode node = file.get("schools");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    node.only("table", "numbers");
    return Optional.of(
        new FactCatalogue.SchoolTable(
            new TableName(node.require("table").text("?")), node.require("numbers").texts()));
  }

  private static void checkSchools(FactCatalogue catalogue, YamlNode node) {
    if (node.isEmpty()) {
      return;
    }
    YamlNode name = node.get("table");
    Optional<FactTable> table = catalogue.table(new TableName(name.text("?")));
    if (table.isEmpty() || !table.get().isShared()) {
      name.problem("name the shared table that has the schools");
      return;
    }
    node.get("numbers").list().forEach(column -> checkColumn(table.get(), column));
  }

  private static FactCatalogue.ScopeYearTable scopeYear(YamlNode node) {
    node.only("table", "year", "start", "end", "default-start", "default-end");
    return new FactCatalogue.ScopeYearTable(
        new TableName(node.require("table").text("?")),
        node.require("year").text(),
        node.require("start").text(),
        node.require("end").text(),
        monthDay(node.require("default-start"), MonthDay.of(7, 1)),
        monthDay(node.require("default-end"), MonthDay.of(6, 30)));
  }

  private static MonthDay monthDay(YamlNode node, MonthDay otherwise) {
    try {
      return node.isEmpty() ? otherwise : MonthDay.parse("--" + node.text());
    } catch (DateTimeException e) {
      node.problem("expected month and day such as \"07-01\", not '" + node.text() + "'");
      return otherwise;
    }
  }

  private static void checkScopeYear(FactCatalogue catalogue, YamlNode node) {
    FactCatalogue.ScopeYearTable scopeYear = catalogue.scopeYear();
    Optional<FactTable> table = catalogue.table(scopeYear.table());
    if (table.isEmpty()) {
      node.get("table").problem("the catalogue has no table '" + scopeYear.table() + "'");
      return;
    }
    checkColumn(table.get(), node.get("year"));
    checkColumn(table.get(), node.get("start"));
    checkColumn(table.get(), node.get("end"));
  }
}
