package org.statecraft.packs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.TableName;
import org.statecraft.config.Place;

/**
 * A Campus table the catalogue declares. Its rows become facts of the same name.
 *
 * @param key the columns of the primary key, in order
 * @param columns by name, in the order of the catalogue
 * @param owner how a row reaches its student; empty for a shared row
 * @param refersTo column to shared table: a student's facts include the shared rows that the
 *     student's rows refer to, and what those refer to
 * @param everyStudent a shared table whose rows every student of the district is given
 */
public record FactTable(
    TableName name,
    List<String> key,
    Map<String, FactColumn> columns,
    Optional<Owner> owner,
    Map<String, TableName> refersTo,
    boolean everyStudent,
    Place place) {

  /**
   * How a row reaches its student.
   *
   * @param column the column with the student's key, or with the key of the parent row
   * @param through the table of the parent row; empty if the column has the student's key
   */
  public record Owner(String column, Optional<TableName> through) {}

  public boolean isShared() {
    return owner.isEmpty();
  }
}
