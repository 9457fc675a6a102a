package org.statecraft.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.ColumnType;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;

/**
 * The facts of a situation. Columns that lead from one row to another may be left out where there
 * is just one row they can lead to; the rows of a case belong to one student.
 */
record StudentRows(ConnectionFacts connection, StudentFacts student) {

  private static final String STUDENT = "1";

  static StudentRows of(FactCatalogue catalogue, Situation situation) {
    FactAssembler assembler = new FactAssembler(catalogue, situation.uniqueId());
    List<Fact> own = new ArrayList<>();
    List<Fact> shared = new ArrayList<>();
    situation
        .rows()
        .forEach(
            (name, byKey) -> {
              FactTable table = catalogue.tables().get(name);
              if (table != null) {
                byKey
                    .values()
                    .forEach(
                        row ->
                            (table.isShared() ? shared : own)
                                .add(
                                    assembler.fact(
                                        name, complete(catalogue, table, row, situation))));
              }
            });
    ConnectionFacts connection = assembler.connection(situation.schoolYear(), shared);
    return new StudentRows(connection, assembler.student(new StudentId(STUDENT), own, connection));
  }

  /** A row with the columns that lead to the one row they can lead to. */
  static Map<String, Object> complete(
      FactCatalogue catalogue, FactTable table, Map<String, Object> row, Situation situation) {
    Map<String, Object> complete = new LinkedHashMap<>(row);
    table
        .owner()
        .ifPresent(
            owner -> {
              Optional<Object> key =
                  owner.through().isEmpty()
                      ? Optional.of(typed(table, owner.column(), STUDENT))
                      : only(table, owner.column(), owner.through().get(), situation);
              key.ifPresent(value -> complete.putIfAbsent(owner.column(), value));
            });
    table
        .refersTo()
        .forEach(
            (column, target) ->
                catalogue
                    .table(target)
                    .filter(shared -> shared.referredBy().isEmpty())
                    .flatMap(shared -> only(table, column, target, situation))
                    .ifPresent(value -> complete.putIfAbsent(column, value)));
    return complete;
  }

  private static Optional<Object> only(
      FactTable table, String column, TableName target, Situation situation) {
    Map<RowKey, Map<String, Object>> rows = situation.rows().getOrDefault(target, Map.of());
    return rows.size() == 1
        ? Optional.of(typed(table, column, rows.keySet().iterator().next().value()))
        : Optional.empty();
  }

  private static Object typed(FactTable table, String column, String key) {
    return table.typeOf(column).equals(Optional.of(ColumnType.ID)) ? Long.valueOf(key) : key;
  }
}
