package org.statecraft.config;

import java.util.List;
import java.util.stream.Collectors;

/** Files that cannot be used. The message lists every problem, one a line. */
public final class InvalidFiles extends RuntimeException {

  private final transient List<Problem> problems;

  public InvalidFiles(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
