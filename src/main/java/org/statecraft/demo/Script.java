package org.statecraft.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a sample district, as its file says.
 *
 * @param connector whose log positions and old values the changes have
 * @param firstPosition where in the source's log the first change stands
 * @param students how many there are
 * @param api what the Ed-Fi API holds before anything is sent
 */
record Script(
    Connector connector,
    long firstPosition,
    long seed,
    int students,
    int batch,
    List<ApiRecord> api,
    List<Phase> phases) {

  Script {
    api = List.copyOf(api);
    phases = List.copyOf(phases);
  }

  /** The ways Debezium's connectors tell a change. */
  enum Connector {
    /** Positions of three parts; all old values. */
    SQLSERVER,
    /** One number as position; of the old values only the key, and only of a deleted row. */
    POSTGRESQL
  }

  /** What a step does. */
  enum Operation {
    /** A row that was there when the source was first read. */
    SNAPSHOT,
    INSERT,
    UPDATE,
    DELETE,
    /** The row gets another key: a delete and an insert at one position. */
    REKEY,
    /** The row's last change is sent once more. */
    REPEAT,
    /** The row's first change is sent once more, when it is long out of date. */
    LATE
  }

  /** How the changes of a step are sent. */
  enum Form {
    BATCH,
    SINGLE,
    SCHEMA,
    CLOUDEVENT,
    CLOUDEVENT_BINARY,
    CLOUDEVENT_BATCH
  }

  /** Changes after which everything is waited for, so that the next ones find it done. */
  record Phase(String title, List<Step> steps) {

    Phase {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Which students: every so manieth from a number on, but for some.
   *
   * @param every 0: none, the step is done once, for nobody
   */
  record Students(int every, int from, Set<Integer> except) {

    static final Students NOBODY = new Students(0, 0, Set.of());

    Students {
      except = Set.copyOf(except);
    }

    boolean has(int number) {
      return every > 0
          && number >= from
          && (number - from) % every == 0
          && !except.contains(number);
    }
  }

  /**
   * One change of one row, or of one row of each of some students.
   *
   * @param table of a new row; null for a change of a row that exists
   * @param label names the row among those of its student
   */
  record Step(
      Operation operation,
      @Nullable String table,
      String label,
      Students students,
      Map<String, Expression> columns,
      Form form) {}

  /** A record of an Ed-Fi API. */
  record ApiRecord(String resource, Students students, Expression body) {}
}
