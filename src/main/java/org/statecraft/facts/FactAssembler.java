package org.statecraft.facts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowKey;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;

/** Assembles facts from kept rows by the catalogue. Pure. */
public final class FactAssembler {

  private static final Comparator<Fact> BY_TABLE_AND_KEY =
      Comparator.comparing((Fact fact) -> fact.table().name()).thenComparing(Fact::key);

  private final FactCatalogue catalogue;
  private final String uniqueId;
  private final Map<TableName, FactReader> readers = new HashMap<>();

  /**
   * @param uniqueId the connection's choice of unique id
   */
  public FactAssembler(FactCatalogue catalogue, String uniqueId) {
    this.catalogue = catalogue;
    this.uniqueId = uniqueId;
    catalogue.tables().forEach((name, table) -> readers.put(name, new FactReader(table, uniqueId)));
  }

  /** One kept row as a fact; null if the catalogue no longer has its table. */
  public @Nullable Fact fact(TableName table, RowKey key, String json) {
    FactReader reader = readers.get(table);
    return reader == null ? null : reader.read(key, json);
  }

  /** A fact of typed values; its key is made from the key columns. */
  public Fact fact(TableName table, Map<String, Object> columns) {
    FactReader reader = readers.get(table);
    FactTable declared = catalogue.tables().get(table);
    if (reader == null || declared == null) {
      throw new IllegalArgumentException("the catalogue has no table " + table);
    }
    List<String> key = new ArrayList<>();
    for (String column : declared.key()) {
      key.add(String.valueOf(columns.get(column)));
    }
    return reader.of(new RowKey(String.join("|", key)), columns);
  }

  /** What all students of a connection share. */
  public ConnectionFacts connection(SchoolYear year, List<Fact> sharedFacts) {
    Map<TableName, Map<RowKey, Fact>> shared = new HashMap<>();
    Map<TableName, Map<String, List<Fact>>> referred = new HashMap<>();
    List<Fact> everyStudent = new ArrayList<>();
    List<Fact> ordered = new ArrayList<>(sharedFacts);
    ordered.sort(BY_TABLE_AND_KEY);
    for (Fact fact : ordered) {
      shared.computeIfAbsent(fact.table().name(), name -> new HashMap<>()).put(fact.key(), fact);
      reference(fact)
          .ifPresent(
              value ->
                  referred
                      .computeIfAbsent(fact.table().name(), name -> new HashMap<>())
                      .computeIfAbsent(value, each -> new ArrayList<>(1))
                      .add(fact));
      if (fact.table().everyStudent()) {
        everyStudent.add(fact);
      }
    }
    FactCatalogue.ScopeYearTable scope = catalogue.scopeYear();
    Fact setup =
        shared.getOrDefault(scope.table(), Map.of()).values().stream()
            .filter(fact -> Long.valueOf(year.endYear()).equals(fact.value(scope.year())))
            .findFirst()
            .orElse(null);
    Function<String, @Nullable Object> date = field -> setup == null ? null : setup.value(field);
    return new ConnectionFacts(
        year,
        date.apply(scope.start()) instanceof LocalDate start
            ? start
            : scope.defaultStart().atYear(year.endYear() - 1),
        date.apply(scope.end()) instanceof LocalDate end
            ? end
            : scope.defaultEnd().atYear(year.endYear()),
        uniqueId,
        shared,
        referred,
        everyStudent);
  }

  /** What refers to a shared row. */
  private static Optional<String> reference(Fact fact) {
    return fact.table()
        .referredBy()
        .map(column -> Optional.ofNullable(fact.value(column)).map(Object::toString))
        .orElseGet(() -> Optional.of(fact.key().value()));
  }

  /** One student's facts: own rows, the shared rows they refer to, and what those refer to. */
  public StudentFacts student(StudentId student, List<Fact> own, ConnectionFacts connection) {
    List<Fact> ordered = new ArrayList<>(own);
    ordered.sort(BY_TABLE_AND_KEY);
    Set<Fact> shared = new LinkedHashSet<>(connection.everyStudent());
    for (Fact fact : ordered) {
      follow(fact, connection, shared);
    }
    return new StudentFacts(student, ordered, List.copyOf(shared));
  }

  private static void follow(Fact fact, ConnectionFacts connection, Set<Fact> shared) {
    for (Map.Entry<String, TableName> way : fact.table().refersTo().entrySet()) {
      Object value = fact.value(way.getKey());
      if (value == null) {
        continue;
      }
      for (Fact target : connection.referredBy(way.getValue(), value)) {
        if (shared.add(target)) {
          follow(target, connection, shared);
        }
      }
    }
  }
}
