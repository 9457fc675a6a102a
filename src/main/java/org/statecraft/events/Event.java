package org.statecraft.events;

import java.time.Instant;
import org.statecraft.campus.StudentId;

/**
 * A claimed event: this student must be looked at for the connection it was claimed for.
 *
 * @param version tells whether the student changed again while the event was running
 * @param changedAt the source's time of the oldest change not decided yet
 * @param cause the Campus table of the newest change, or the request
 * @param attempt which attempt this is, from 1
 * @param worker who claimed it
 */
public record Event(
    StudentId student, long version, Instant changedAt, String cause, int attempt, long worker) {}
