package org.statecraft.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What should have been at the API, as a plain model has it.
 *
 * @param records what each record of a student should have held in the course of time
 * @param shared of each record that students share, the contents it may have
 * @param sharedAtEnd the shared records that must be there at the end
 * @param owned the resources we write; others are nobody's business here
 */
public record Wanted(
    Map<List<String>, Course> records,
    Map<List<String>, Set<String>> shared,
    Set<List<String>> sharedAtEnd,
    Set<String> owned) {

  /**
   * The course of one record: its content by the state of the student's own rows and by that of the
   * shared rows, which are read apart but never backwards.
   *
   * @param contents by own state, then by shared state; empty where the record should not exist
   */
  public record Course(List<List<Optional<String>>> contents) {

    Optional<String> atEnd() {
      List<Optional<String>> last = contents.get(contents.size() - 1);
      return last.get(last.size() - 1);
    }
  }
}
