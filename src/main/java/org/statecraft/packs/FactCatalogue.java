package org.statecraft.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.TableName;
import org.statecraft.config.Problems;

/**
 * Which Campus tables and columns rules may look at, how rows reach their student, and where the
 * dates of a school year stand.
 *
 * @param tables by name, in the order of the file
 * @param schools the table of the schools, by whose numbers people name them; a pack without one
 *     cannot be resynced by school
 */
public record FactCatalogue(
    Map<TableName, FactTable> tables, ScopeYearTable scopeYear, Optional<SchoolTable> schools) {

  /**
   * The shared table of the schools.
   *
   * @param numbers the columns with a school's number; the first that has a value is shown
   */
  public record SchoolTable(TableName table, List<String> numbers) {

    public SchoolTable {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * The shared table with the dates of the school years.
   *
   * @param year the column with the year's number
   * @param defaultStart month and day in the year's first half, {@code --07-01}, where start is
   *     null
   * @param defaultEnd month and day in the year's second half where end is null
   */
  public record ScopeYearTable(
      TableName table,
      String year,
      String start,
      String end,
      java.time.MonthDay defaultStart,
      java.time.MonthDay defaultEnd) {}

  /** This catalogue and the tables and columns another one has on top. */
  FactCatalogue and(FactCatalogue other, Problems problems) {
    Map<TableName, FactTable> union = new LinkedHashMap<>(tables);
    for (FactTable theirs : other.tables.values()) {
      FactTable ours = union.get(theirs.name());
      union.put(theirs.name(), ours == null ? theirs : ours.and(theirs, problems));
    }
    return new FactCatalogue(union, scopeYear, other.schools.or(() -> schools));
  }

  public Optional<FactTable> table(TableName name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** The tables whose rows reach their student through a row of {@code parent}. */
  public List<FactTable> childrenOf(TableName parent) {
    List<FactTable> children = new ArrayList<>();
    for (FactTable table : tables.values()) {
      if (table.owner().flatMap(FactTable.Owner::through).equals(Optional.of(parent))) {
        children.add(table);
      }
    }
    return children;
  }

  /** The tables with a column that refers to {@code shared}. */
  public List<FactTable> referringTo(TableName shared) {
    return tables.values().stream()
        .filter(table -> table.refersTo().containsValue(shared))
        .toList();
  }
}
