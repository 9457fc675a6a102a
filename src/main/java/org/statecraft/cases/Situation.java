package org.statecraft.cases;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.TableName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.SchoolYear;

/**
 * What is so at one time: the connection, its preferences and the Campus rows of one student.
 *
 * @param uniqueId the connection's choice of unique id; empty for none
 * @param standard the connection's data standard; empty for the pack's own
 * @param off the resources that are switched off
 * @param mappings the district's choices: preference to Campus value to code; a blank code is
 *     deliberately unmapped
 * @param parameters values that stand in for those of the pack
 * @param keeping the answer of a resource to an exclusion set after sending, where it is not the
 *     pack's: true keeps what was sent
 * @param rows typed columns by table and key, in the order they were first named
 */
record Situation(
    SchoolYear schoolYear,
    String uniqueId,
    Optional<DataStandard> standard,
    Set<ResourceName> off,
    Map<String, Map<String, Optional<String>>> mappings,
    Map<String, Object> parameters,
    Map<ResourceName, Boolean> keeping,
    Map<TableName, Map<RowKey, Map<String, Object>>> rows) {

  Situation {
    off = Collections.unmodifiableSet(new TreeSet<>(off));
    mappings = deepCopy(mappings);
    parameters = Map.copyOf(parameters);
    keeping = Collections.unmodifiableMap(new TreeMap<>(keeping));
    Map<TableName, Map<RowKey, Map<String, Object>>> copy = new TreeMap<>();
    rows.forEach((table, byKey) -> copy.put(table, deepCopy(byKey)));
    rows = Collections.unmodifiableMap(copy);
  }

  /**
   * The same situation with rows that have no columns but these.
   *
   * @param columns by table
   */
  Situation withOnly(Map<String, Set<String>> columns) {
    Map<TableName, Map<RowKey, Map<String, Object>>> fewer = new TreeMap<>();
    rows.forEach(
        (table, byKey) -> {
          Map<RowKey, Map<String, Object>> kept = new LinkedHashMap<>();
          byKey.forEach(
              (key, row) -> {
                Map<String, Object> own = new LinkedHashMap<>(row);
                own.keySet().retainAll(columns.getOrDefault(table.value(), Set.of()));
                kept.put(key, own);
              });
          fewer.put(table, kept);
        });
    // A row without any column is looked at by nobody and has lost its key.
    fewer.values().forEach(byKey -> byKey.values().removeIf(Map::isEmpty));
    return new Situation(schoolYear, uniqueId, standard, off, mappings, parameters, keeping, fewer);
  }

  private static <K, L, V> Map<K, Map<L, V>> deepCopy(Map<K, Map<L, V>> from) {
    Map<K, Map<L, V>> copy = new LinkedHashMap<>();
    from.forEach((key, inner) -> copy.put(key, new LinkedHashMap<>(inner)));
    return Collections.unmodifiableMap(copy);
  }
}
