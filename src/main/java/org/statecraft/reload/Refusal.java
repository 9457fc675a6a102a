package org.statecraft.reload;

import java.time.Instant;
import java.util.List;

/**
 * Why the files of a pack on disk are not in force.
 *
 * @param content the hash of the files
 * @param problems for people, one a line
 */
public record Refusal(String pack, String content, List<String> problems, Instant at) {

  public Refusal {
    problems = List.copyOf(problems);
  }
}
