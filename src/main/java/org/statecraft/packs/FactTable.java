package org.statecraft.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.TableName;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/**
 * A Campus table the catalogue declares. Its rows become facts of the same name.
 *
 * @param key the columns of the primary key, in order
 * @param columns by name, in the order of the catalogue
 * @param owner how a row reaches its student; empty for a shared row
 * @param refersTo column to shared table: a student's facts include the shared rows that the
 *     student's rows refer to, and what those refer to
 * @param referredBy of a shared table: what stands in a column that refers to it, when that is not
 *     its key; then one value may lead to several rows
 * @param everyStudent a shared table whose rows every student of the district is given
 * @param period the days a row is of, where the catalogue says; a row without a start is of none,
 *     one without an end does not end
 * @param choices columns the connection chooses: name to choice to the column it stands for, such
 *     as the student's unique id
 */
public record FactTable(
    TableName name,
    List<String> key,
    Map<String, FactColumn> columns,
    Optional<Owner> owner,
    Map<String, TableName> refersTo,
    Optional<String> referredBy,
    boolean everyStudent,
    Optional<Period> period,
    Map<String, Map<String, String>> choices,
    Place place) {

  /**
   * How a row reaches its student.
   *
   * @param column the column with the student's key, or with the key of the parent row
   * @param through the table of the parent row; empty if the column has the student's key
   */
  public record Owner(String column, Optional<TableName> through) {}

  /**
   * The columns with a row's first and last day.
   *
   * @param start a date or time
   * @param end a date or time
   */
  public record Period(String start, String end) {}

  /** This table and the columns that another pack's declaration of it has on top. */
  FactTable and(FactTable other, Problems problems) {
    Map<String, FactColumn> union = new LinkedHashMap<>(columns);
    for (FactColumn theirs : other.columns.values()) {
      FactColumn ours = union.putIfAbsent(theirs.name(), theirs);
      if (ours != null && ours.type() != theirs.type()) {
        problems.add(
            theirs.place(), name + "." + theirs.name() + " has another type at " + ours.place());
      }
    }
    if (!key.equals(other.key)
        || !owner.equals(other.owner)
        || !referredBy.equals(other.referredBy)) {
      problems.add(other.place, name + " has another key or way to its student at " + place);
    }
    Map<String, TableName> references = new LinkedHashMap<>(refersTo);
    references.putAll(other.refersTo);
    Map<String, Map<String, String>> chosen = new LinkedHashMap<>(choices);
    chosen.putAll(other.choices);
    return new FactTable(
        name,
        key,
        union,
        owner,
        references,
        referredBy,
        everyStudent || other.everyStudent,
        other.period.or(() -> period),
        chosen,
        place);
  }

  /**
   * The names of a fact's fields: the columns and the chosen ones, in the order of the catalogue.
   */
  public List<String> fields() {
    List<String> fields = new ArrayList<>(columns.keySet());
    fields.addAll(choices.keySet());
    return fields;
  }

  /** The type of a field. A chosen one is text. */
  public Optional<ColumnType> typeOf(String field) {
    FactColumn column = columns.get(field);
    if (column != null) {
      return Optional.of(column.type());
    }
    return choices.containsKey(field) ? Optional.of(ColumnType.TEXT) : Optional.empty();
  }

  public boolean isShared() {
    return owner.isEmpty();
  }
}
