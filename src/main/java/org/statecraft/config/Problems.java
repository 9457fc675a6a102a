package org.statecraft.config;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Collects problems while files are read, so that all can be told at once. */
public final class Problems {

  private final TreeSet<Problem> all = new TreeSet<>();
  private final TreeSet<Problem> warnings = new TreeSet<>();

  /** Adds a problem. */
  public void add(Place place, String message) {
    all.add(new Problem(place, message));
  }

  /** Adds problems found elsewhere. */
  public void addAll(Collection<Problem> problems) {
    all.addAll(problems);
  }

  /** Adds problems and warnings found elsewhere. */
  public void take(Problems others) {
    all.addAll(others.all);
    warnings.addAll(others.warnings);
  }

  /** Adds what should be known but stops nothing. */
  public void warn(Place place, String message) {
    warnings.add(new Problem(place, message));
  }

  /** All warnings, by file and line. They do not count as problems. */
  public List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** All problems, by file and line. */
  public List<Problem> list() {
    return List.copyOf(all);
  }

  /** Throws if there is any problem. */
  public void throwIfAny() {
    if (!all.isEmpty()) {
      throw new InvalidFiles(list());
    }
  }
}
