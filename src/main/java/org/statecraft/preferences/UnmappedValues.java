package org.statecraft.preferences;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.campus.TableName;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.connections.ResyncDueStore;
import org.statecraft.db.Database;
import org.statecraft.facts.ConnectionFacts;
import org.statecraft.facts.Fact;
import org.statecraft.facts.FactAssembler;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.Mappings;

/** Finds the Campus values in the kept rows that no mapping covers, before they fail. */
public final class UnmappedValues {

  private final Database database;
  private final RowStore rows;
  private final PreferenceStore preferences;
  private final UnmappedStore values = new UnmappedStore();

  public UnmappedValues(Database database, RowStore rows, PreferenceStore preferences) {
    this.database = database;
    this.rows = rows;
    this.preferences = preferences;
  }

  /** What no mapping of a connection covers, preference by preference. */
  public Future<UnmappedReport> report(Connection connection, RulePack pack, boolean onlyInYear) {
    Future<ResourcePreferences> chosen = preferences.load(database, connection.name());
    Future<ConnectionFacts> year = year(connection, pack.catalogue());
    return Future.all(chosen, year)
        .compose(
            read ->
                all(
                    connection,
                    pack,
                    Mappings.of(pack, chosen.result().choices()),
                    year.result(),
                    onlyInYear))
        .compose(
            found ->
                new ResyncDueStore()
                    .list(database, connection.name())
                    .map(waiting -> new UnmappedReport(connection, found, onlyInYear, waiting)));
  }

  private Future<ConnectionFacts> year(Connection connection, FactCatalogue catalogue) {
    FactAssembler assembler = new FactAssembler(catalogue, connection.uniqueId());
    return rows.shared(database, connection.district(), Set.of(catalogue.scopeYear().table()))
        .map(
            shared -> {
              List<Fact> facts = new ArrayList<>();
              shared
                  .rows()
                  .forEach(
                      row -> {
                        Fact fact = assembler.fact(row.table(), row.key(), row.columns());
                        if (fact != null) {
                          facts.add(fact);
                        }
                      });
              return assembler.connection(connection.schoolYear(), facts);
            });
  }

  /** One after the other: each column is read from a whole table, and once. */
  private Future<List<UnmappedReport.Found>> all(
      Connection connection,
      RulePack pack,
      Mappings mappings,
      ConnectionFacts year,
      boolean onlyInYear) {
    List<UnmappedReport.Found> found = new ArrayList<>();
    Map<Preference.Column, List<ValueCount>> known = new HashMap<>();
    Future<Void> done = Future.succeededFuture();
    for (Preference each : pack.preferences()) {
      done =
          done.compose(before -> counts(connection, pack.catalogue(), each, year, known))
              .map(
                  counts -> {
                    found.add(found(each, mappings, counts, onlyInYear));
                    return null;
                  });
    }
    return done.map(found);
  }

  private Future<List<ValueCount>> counts(
      Connection connection,
      FactCatalogue catalogue,
      Preference preference,
      ConnectionFacts year,
      Map<Preference.Column, List<ValueCount>> known) {
    if (preference.column().isEmpty()) {
      return Future.succeededFuture(
          preference.values().stream()
              .map(value -> new ValueCount(value, null, null, null))
              .toList());
    }
    Preference.Column column = preference.column().get();
    List<ValueCount> before = known.get(column);
    return before != null
        ? Future.succeededFuture(before)
        : counts(connection, catalogue, column, year)
            .onSuccess(counted -> known.put(column, counted));
  }

  private Future<List<ValueCount>> counts(
      Connection connection,
      FactCatalogue catalogue,
      Preference.Column column,
      ConnectionFacts year) {
    FactTable table = catalogue.table(column.table()).orElseThrow();
    return table.isShared()
        ? values
            .ofShared(
                database,
                connection.district(),
                column,
                linksTo(catalogue, column.table()),
                year.yearStart(),
                year.yearEnd())
            .map(counts -> table.everyStudent() ? ofEveryone(counts) : counts)
        : values.ofStudents(
            database, connection.district(), table, column, year.yearStart(), year.yearEnd());
  }

  private static List<ValueCount> ofEveryone(List<ValueCount> counts) {
    return counts.stream()
        .map(each -> new ValueCount(each.value(), each.rows(), null, null))
        .toList();
  }

  /** The columns over which students' rows come to refer to a shared table. */
  private static List<UnmappedStore.Link> linksTo(FactCatalogue catalogue, TableName table) {
    Set<UnmappedStore.Link> links = new LinkedHashSet<>();
    Set<TableName> reached = new LinkedHashSet<>(Set.of(table));
    for (int size = 0; size < reached.size(); ) {
      size = reached.size();
      for (TableName to : List.copyOf(reached)) {
        for (FactTable from : catalogue.referringTo(to)) {
          from.refersTo()
              .forEach(
                  (column, target) -> {
                    if (target.equals(to)) {
                      links.add(new UnmappedStore.Link(from, column, to.value()));
                    }
                  });
          if (from.isShared()) {
            reached.add(from.name());
          }
        }
      }
    }
    return List.copyOf(links);
  }

  private static UnmappedReport.Found found(
      Preference preference, Mappings mappings, List<ValueCount> counts, boolean onlyInYear) {
    List<UnmappedReport.Unmapped> unmapped = new ArrayList<>();
    int covered = 0;
    for (ValueCount each : counts) {
      Mappings.Outcome outcome = mappings.outcome(preference, each.value());
      if (outcome == Mappings.Outcome.MAPPED) {
        covered++;
      } else if (!onlyInYear || !Long.valueOf(0).equals(each.studentsInYear())) {
        unmapped.add(new UnmappedReport.Unmapped(each, outcome == Mappings.Outcome.BLANK));
      }
    }
    unmapped.sort(Comparator.comparing(each -> each.count().value(), ValueOrder.INSTANCE));
    return new UnmappedReport.Found(preference, covered, unmapped);
  }
}
