package org.statecraft.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A script carried out: all changes of the year, and what the Ed-Fi API must hold before. The same
 * script always gives the same.
 */
final class SampleYear {

  /** Changes that are sent together. */
  record Phase(String title, List<SampleChange> changes) {}

  /** A record for the sandbox. */
  record ApiRecord(String resource, String body) {}

  private static final class Row {
    private final String table;
    private final SampleChange first;
    private SampleChange last;
    private Map<String, String> columns;

    Row(SampleChange change) {
      this.table = change.table();
      this.first = change;
      this.last = change;
      this.columns = change.after();
    }
  }

  private final Script script;
  private final List<Map<String, Row>> rows = new ArrayList<>();
  private final List<Map<String, Map<String, String>>> atFirst = new ArrayList<>();
  private long position;

  private SampleYear(Script script) {
    this.script = script;
    this.position = script.firstPosition();
    for (int number = 0; number <= script.students(); number++) {
      rows.add(new HashMap<>());
      atFirst.add(new HashMap<>());
    }
  }

  /** All changes in their order. */
  static List<Phase> changes(Script script) {
    return new SampleYear(script).phases();
  }

  /** What is at the API before; a record with a placeholder that has no value is left out. */
  static List<ApiRecord> api(Script script) {
    SampleYear year = new SampleYear(script);
    year.phases();
    List<ApiRecord> records = new ArrayList<>();
    for (Script.ApiRecord each : script.api()) {
      for (int number : year.numbers(each.students())) {
        String body =
            each.body().value(year.scope("api/" + each.resource(), number, null, year::atFirst));
        if (body != null) {
          records.add(new ApiRecord(each.resource(), body));
        }
      }
    }
    return records;
  }

  private List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    for (Script.Phase phase : script.phases()) {
      List<SampleChange> changes = new ArrayList<>();
      for (int step = 0; step < phase.steps().size(); step++) {
        String place = phase.title() + "/" + step;
        for (int number : numbers(phase.steps().get(step).students())) {
          changes.addAll(changes(phase.steps().get(step), place, number));
        }
      }
      phases.add(new Phase(phase.title(), List.copyOf(changes)));
    }
    return phases;
  }

  private List<Integer> numbers(Script.Students students) {
    if (students.every() == 0) {
      return List.of(0);
    }
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= script.students(); number++) {
      if (students.has(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private List<SampleChange> changes(Script.Step step, String place, int number) {
    Row row = rows.get(number).get(step.label());
    if (step.table() == null && row == null) {
      return List.of();
    }
    return switch (step.operation()) {
      case SNAPSHOT, INSERT -> List.of(inserted(step, place, number));
      case UPDATE -> List.of(updated(Objects.requireNonNull(row), step, place, number));
      case DELETE -> List.of(deleted(Objects.requireNonNull(row), step, number));
      case REKEY -> rekeyed(Objects.requireNonNull(row), step, place, number);
      case REPEAT -> List.of(Objects.requireNonNull(row).last.as(step.form()));
      case LATE -> List.of(Objects.requireNonNull(row).first.as(step.form()));
    };
  }

  private SampleChange inserted(Script.Step step, String place, int number) {
    boolean snapshot = step.operation() == Script.Operation.SNAPSHOT;
    SampleChange change =
        new SampleChange(
            snapshot ? "r" : "c",
            Objects.requireNonNull(step.table()),
            Map.of(),
            columns(Map.of(), step, place, number),
            position++,
            step.form());
    rows.get(number).put(step.label(), new Row(change));
    atFirst.get(number).putIfAbsent(step.label(), change.after());
    return change;
  }

  private SampleChange updated(Row row, Script.Step step, String place, int number) {
    Map<String, String> after = columns(row.columns, step, place, number);
    row.last = new SampleChange("u", row.table, row.columns, after, position++, step.form());
    row.columns = after;
    return row.last;
  }

  private SampleChange deleted(Row row, Script.Step step, int number) {
    rows.get(number).remove(step.label());
    return new SampleChange("d", row.table, row.columns, Map.of(), position++, step.form());
  }

  private List<SampleChange> rekeyed(Row row, Script.Step step, String place, int number) {
    Map<String, String> after = columns(row.columns, step, place, number);
    SampleChange gone =
        new SampleChange("d", row.table, row.columns, Map.of(), position, step.form());
    SampleChange come = new SampleChange("c", row.table, Map.of(), after, position++, step.form());
    rows.get(number).put(step.label(), new Row(come));
    return List.of(gone, come);
  }

  private Map<String, String> columns(
      Map<String, String> before, Script.Step step, String place, int number) {
    Map<String, String> columns = new TreeMap<>(before);
    step.columns()
        .forEach(
            (column, expression) -> {
              String value =
                  expression.value(
                      scope(place + "/" + column, number, before.get(column), this::now));
              if (value == null) {
                columns.remove(column);
              } else {
                columns.put(column, value);
              }
            });
    return columns;
  }

  /** A student's own row by its label, else a shared one. */
  private interface Lookup {
    @Nullable Map<String, String> columns(int number, String label);
  }

  private @Nullable Map<String, String> now(int number, String label) {
    Row row = rows.get(number).get(label);
    return row == null ? null : row.columns;
  }

  private @Nullable Map<String, String> atFirst(int number, String label) {
    return atFirst.get(number).get(label);
  }

  private Expression.Scope scope(
      String place, int number, @Nullable String current, Lookup lookup) {
    return new Expression.Scope(
        script.seed(),
        place,
        number,
        (label, column) -> {
          Map<String, String> own = lookup.columns(number, label);
          Map<String, String> row = own == null ? lookup.columns(0, label) : own;
          return row == null ? null : row.get(column);
        },
        current);
  }
}
