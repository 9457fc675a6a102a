package org.statecraft.events;

import java.time.Instant;
import java.util.Comparator;
import org.statecraft.campus.StudentId;

/**
 * A student to be looked at, and why.
 *
 * @param cause the Campus table whose change it was, or the request
 * @param changedAt when the source changed what concerns the student
 */
public record Concern(StudentId student, String cause, Instant changedAt) {

  static final Comparator<Concern> BY_STUDENT = Comparator.comparing(Concern::student);

  /** Both as one: the newest cause, the oldest time. */
  public Concern and(Concern newer) {
    return new Concern(
        student, newer.cause, newer.changedAt.isBefore(changedAt) ? newer.changedAt : changedAt);
  }
}
