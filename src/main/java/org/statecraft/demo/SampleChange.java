package org.statecraft.demo;

import java.util.Map;

/**
 * A change of a row of the sample data. Values are texts; what they become on the wire is the
 * catalogue's business.
 *
 * @param operation Debezium's letter
 * @param before the old values; empty if there are none
 * @param after the new values; empty if the row is gone
 * @param position in the source's log, the same at every start
 */
record SampleChange(
    String operation,
    String table,
    Map<String, String> before,
    Map<String, String> after,
    long position,
    Script.Form form) {

  SampleChange {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }

  SampleChange as(Script.Form other) {
    return new SampleChange(operation, table, before, after, position, other);
  }
}
