package org.statecraft.reload;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a pack in use.
 *
 * @param revision by which it decides
 * @param since when it does so in this process
 * @param problems why the files on disk are not in force; empty if they are
 */
public record PackState(String pack, String revision, Instant since, List<String> problems) {

  public PackState {
    problems = List.copyOf(problems);
  }

  /** Whether the files on disk are in force. */
  public boolean isAsOnDisk() {
    return problems.isEmpty();
  }

  PackState with(List<String> others) {
    return new PackState(pack, revision, since, others);
  }
}
