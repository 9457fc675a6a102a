package org.statecraft.facts;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.TableName;
import org.statecraft.edfi.SchoolYear;

/**
 * What all students of a connection have in common, assembled once and kept until it changes.
 *
 * @param schoolYear the connection's school year
 * @param yearStart the first day of the configured year
 * @param yearEnd the last day of the configured year
 * @param uniqueId the connection's choice of unique id
 * @param shared the shared rows by table and key
 * @param referred the same by table and by what refers to them, in the order of their keys
 * @param everyStudent the shared rows every student is given
 */
public record ConnectionFacts(
    SchoolYear schoolYear,
    LocalDate yearStart,
    LocalDate yearEnd,
    String uniqueId,
    Map<TableName, Map<RowKey, Fact>> shared,
    Map<TableName, Map<String, List<Fact>>> referred,
    List<Fact> everyStudent) {

  /** The shared rows of a table that a value in a referring column leads to. */
  List<Fact> referredBy(TableName table, Object value) {
    return referred.getOrDefault(table, Map.of()).getOrDefault(value.toString(), List.of());
  }
}
