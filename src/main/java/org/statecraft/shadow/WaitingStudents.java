package org.statecraft.shadow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ConnectionName;

/** The students that were decided and not compared yet; a bounded number, each once. */
final class WaitingStudents {

  /** Of a connection. A student is some bytes here. */
  static final int MOST = 20_000;

  private final Map<ConnectionName, Set<StudentId>> students = new HashMap<>();
  private final Map<ConnectionName, Long> skipped = new HashMap<>();
  private Set<ConnectionName> wanted = Set.of();

  /** From now on only those of these connections are kept. */
  synchronized void only(Collection<ConnectionName> connections) {
    wanted = Set.copyOf(connections);
    students.keySet().retainAll(wanted);
    skipped.keySet().retainAll(wanted);
  }

  synchronized void add(ConnectionName connection, Collection<StudentId> more) {
    if (!wanted.contains(connection)) {
      return;
    }
    Set<StudentId> all = students.computeIfAbsent(connection, name -> new LinkedHashSet<>());
    for (StudentId each : more) {
      if (all.size() >= MOST && !all.contains(each)) {
        skipped.merge(connection, 1L, Long::sum);
      } else {
        all.add(each);
      }
    }
  }

  /** Takes some, in the order they came in. */
  synchronized List<StudentId> next(ConnectionName connection, int most) {
    List<StudentId> next = new ArrayList<>();
    Iterator<StudentId> all = students.getOrDefault(connection, Set.of()).iterator();
    while (all.hasNext() && next.size() < most) {
      next.add(all.next());
      all.remove();
    }
    return next;
  }

  /** How many were skipped since this was asked last. */
  synchronized long skipped(ConnectionName connection) {
    Long count = skipped.remove(connection);
    return count == null ? 0 : count;
  }
}
