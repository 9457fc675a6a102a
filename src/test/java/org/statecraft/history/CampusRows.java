package org.statecraft.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The last rows of a district: of two changes of a row the one with the higher position counts. */
public final class CampusRows {

  private record Kept(long position, boolean gone, Map<String, String> columns) {}

  private static final Set<String> SHARED =
      Set.of("District", "School", "Calendar", "Program", "SchoolYear", "GradeLevel");

  private final Map<String, Map<String, Kept>> tables = new HashMap<>();

  void apply(CampusChange change) {
    Map<String, Kept> rows = tables.computeIfAbsent(change.table(), name -> new TreeMap<>());
    Kept known = rows.get(change.key());
    if (known != null && known.position() >= change.position()) {
      return;
    }
    rows.put(change.key(), new Kept(change.position(), change.isDelete(), change.columns()));
  }

  /** The rows of one student alone. */
  CampusRows of(String person) {
    CampusRows own = new CampusRows();
    tables.forEach((table, rows) -> own.tables.put(table, ownedBy(person, rows)));
    return own;
  }

  private Map<String, Kept> ownedBy(String person, Map<String, Kept> rows) {
    Map<String, Kept> owned = new TreeMap<>();
    rows.forEach(
        (key, row) -> {
          if (!row.gone() && owner(row.columns()).equals(person)) {
            owned.put(key, row);
          }
        });
    return owned;
  }

  private String owner(Map<String, String> row) {
    String participation = row.get("participationID");
    return row.containsKey("personID") || participation == null
        ? row.getOrDefault("personID", "")
        : find("ProgramParticipation", participation).map(each -> each.get("personID")).orElse("");
  }

  /** The rows that are no student's. */
  CampusRows shared() {
    CampusRows shared = new CampusRows();
    for (String table : SHARED) {
      shared.tables.put(table, new TreeMap<>(tables.getOrDefault(table, Map.of())));
    }
    return shared;
  }

  /** Equal for equal rows. */
  String signature() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(tables)
        .forEach(
            (table, rows) ->
                rows.forEach(
                    (key, row) -> {
                      if (!row.gone()) {
                        text.append(table).append(key).append(row.columns());
                      }
                    }));
    return text.toString();
  }

  Collection<Map<String, String>> all(String table) {
    return tables.getOrDefault(table, Map.of()).values().stream()
        .filter(row -> !row.gone())
        .map(Kept::columns)
        .toList();
  }

  Optional<Map<String, String>> find(String table, String key) {
    return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(key))
        .filter(row -> !row.gone())
        .map(Kept::columns);
  }
}
