package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.District;
import org.statecraft.campus.StudentId;
import org.statecraft.campus.TableName;
import org.statecraft.db.Database;
import org.statecraft.db.Steps;
import org.statecraft.events.FanOutStudents;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.rows.ReferenceStore;
import org.statecraft.rows.RowId;

/** Finds the students that a scope is limited to. Where it names several kinds, all must hold. */
final class ScopeStudents {

  private static final int TOGETHER = 10_000;

  private final Database database;
  private final StudentStore store;

  ScopeStudents(RunStores stores) {
    this.database = stores.database();
    this.store = stores.students();
  }

  /**
   * The students of a limited scope.
   *
   * @return failed with {@link ScopeUnknown} if it names something that is not there
   */
  Future<Set<StudentId>> find(ResyncSubject subject, ResyncScope scope) {
    Future<Set<StudentId>> found = Future.succeededFuture(null);
    if (!scope.students().isEmpty()) {
      found = and(found, () -> named(subject, scope.students()));
    }
    if (!scope.schools().isEmpty()) {
      found = and(found, () -> ofSchools(subject, scope.schools()));
    }
    if (scope.cause().isPresent()) {
      found = and(found, () -> withCause(subject, scope.cause().get()));
    }
    return found;
  }

  private interface Look {
    Future<Set<StudentId>> look();
  }

  private static Future<Set<StudentId>> and(Future<@Nullable Set<StudentId>> before, Look next) {
    return before.compose(
        some ->
            next.look()
                .map(
                    more -> {
                      Set<StudentId> both = new LinkedHashSet<>(more);
                      if (some != null) {
                        both.retainAll(some);
                      }
                      return both;
                    }));
  }

  private Future<Set<StudentId>> named(ResyncSubject subject, List<String> ids) {
    List<Map.Entry<String, String>> ways = new ArrayList<>();
    for (FactTable table : subject.rules().pack().catalogue().tables().values()) {
      table
          .choices()
          .values()
          .forEach(
              choices ->
                  new TreeSet<>(choices.values())
                      .forEach(column -> ways.add(Map.entry(table.name().value(), column))));
    }
    return store
        .named(database, district(subject), subject.connection().name(), ids, ways)
        .map(
            named -> {
              Map<String, StudentId> byId = new HashMap<>();
              named.forEach(each -> byId.put(each.id(), each.student()));
              List<String> unknown =
                  ids.stream().filter(each -> !byId.containsKey(each)).distinct().toList();
              if (!unknown.isEmpty()) {
                // Not their ids: what is said here may be kept somewhere.
                throw new ScopeUnknown(
                    unknown.size()
                        + " of the "
                        + ids.size()
                        + " students named are not known, the first is the "
                        + (ids.indexOf(unknown.get(0)) + 1)
                        + ". one; name them by their Campus key or by an id they have at the API");
              }
              return new LinkedHashSet<>(named.stream().map(StudentStore.Named::student).toList());
            });
  }

  private Future<Set<StudentId>> ofSchools(ResyncSubject subject, List<String> numbers) {
    FactCatalogue catalogue = subject.rules().pack().catalogue();
    FactCatalogue.SchoolTable table =
        catalogue
            .schools()
            .orElseThrow(
                () ->
                    new ScopeUnknown(
                        "the pack "
                            + subject.rules().pack().name()
                            + " does not say which table has the schools"));
    FanOutStudents students = new FanOutStudents(database, new ReferenceStore(), catalogue);
    return store
        .schools(database, district(subject), table, numbers)
        .compose(
            schools -> {
              Set<String> unknown = new TreeSet<>(numbers);
              schools.forEach(each -> unknown.remove(each.number()));
              if (!unknown.isEmpty()) {
                throw new ScopeUnknown(
                    "no row of a school has the number " + String.join(", ", unknown));
              }
              return students.reachedThrough(district(subject), rows(table.table(), schools));
            })
        .compose(reached -> collect(students, district(subject), reached));
  }

  private static List<RowId> rows(TableName table, List<StudentStore.School> schools) {
    return schools.stream().map(each -> new RowId(table, each.row())).distinct().toList();
  }

  private static Future<Set<StudentId>> collect(
      FanOutStudents students, District district, Set<RowId> reached) {
    Set<StudentId> all = new LinkedHashSet<>();
    return Steps.<StudentId>throughPages(
            last -> students.next(district, reached, last, TOGETHER),
            page -> {
              all.addAll(page);
              return Future.succeededFuture();
            })
        .map(all);
  }

  private Future<Set<StudentId>> withCause(ResyncSubject subject, String cause) {
    return store
        .withCause(database, subject.connection().name(), cause)
        .map(
            students -> {
              if (students.isEmpty()) {
                throw new ScopeUnknown("no student has an open error of this cause");
              }
              return new LinkedHashSet<>(students);
            });
  }

  private static District district(ResyncSubject subject) {
    return subject.connection().district();
  }
}
