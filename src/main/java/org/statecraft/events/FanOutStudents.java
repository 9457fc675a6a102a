package org.statecraft.events;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.db.Database;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.Reference;
import org.statecraft.rows.ReferenceStore;
import org.statecraft.rows.RowId;

/** Finds the students whose facts include a shared row, by the catalogue's references. */
public final class FanOutStudents {

  private final Database database;
  private final ReferenceStore store;
  private final FactCatalogue catalogue;
  private final List<Reference> betweenShared = new ArrayList<>();
  private final List<Reference> fromStudents = new ArrayList<>();

  public FanOutStudents(Database database, ReferenceStore store, FactCatalogue catalogue) {
    this.database = database;
    this.store = store;
    this.catalogue = catalogue;
    for (FactTable table : catalogue.tables().values()) {
      for (Map.Entry<String, TableName> way : table.refersTo().entrySet()) {
        (table.isShared() ? betweenShared : fromStudents)
            .add(new Reference(table.name(), way.getKey(), way.getValue()));
      }
    }
  }

  /** The shared rows through which students reach one of these, these included. */
  public Future<Set<RowId>> reachedThrough(District district, List<RowId> changed) {
    return climb(district, new HashSet<>(changed), changed);
  }

  /** The next students concerned, in order. */
  public Future<List<StudentId>> next(
      District district, Set<RowId> reached, @Nullable StudentId after, int limit) {
    if (reached.stream().map(RowId::table).anyMatch(this::concernsAll)) {
      return store.students(database, district, after, limit);
    }
    List<Reference> ways = to(reached, fromStudents);
    return ways.isEmpty()
        ? Future.succeededFuture(List.of())
        : store.studentsReferring(database, district, ways, reached, after, limit);
  }

  private Future<Set<RowId>> climb(District district, Set<RowId> reached, List<RowId> level) {
    List<Reference> ways = to(level, betweenShared);
    if (ways.isEmpty()) {
      return Future.succeededFuture(reached);
    }
    return store
        .referring(database, district, ways, level)
        .compose(
            referring ->
                climb(district, reached, referring.stream().filter(reached::add).toList()));
  }

  /** The dates of the school years decide about every record, whatever refers to them. */
  private boolean concernsAll(TableName name) {
    return name.equals(catalogue.scopeYear().table())
        || catalogue.table(name).map(FactTable::everyStudent).orElse(false);
  }

  private static List<Reference> to(Iterable<RowId> rows, List<Reference> ways) {
    Set<TableName> tables = new HashSet<>();
    rows.forEach(row -> tables.add(row.table()));
    return ways.stream().filter(way -> tables.contains(way.to())).toList();
  }
}
