package org.statecraft.errorlog;

import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceName;

/**
 * Something a person must know, as it is raised.
 *
 * @param resource what it concerns; null when it is not about one resource
 * @param key the record it concerns, or the absent record that others refer to
 * @param student the student it concerns; null for an entry that stands for many records
 * @param outboxId the action that failed; null when the entry stands for many or for none
 * @param cause what is common to all entries with one root cause; no student data
 * @param status the API's status, if it gave one
 * @param detail what happened, without student data
 * @param answer the API's answer, at most {@value #LONGEST_ANSWER} characters; may hold student
 *     data
 */
public record ErrorEntry(
    ErrorType type,
    @Nullable ResourceName resource,
    @Nullable NaturalKey key,
    @Nullable StudentId student,
    @Nullable Long outboxId,
    String cause,
    @Nullable Integer status,
    String detail,
    @Nullable String answer) {

  /** Longer answers are cut. */
  public static final int LONGEST_ANSWER = 4000;

  public ErrorEntry {
    answer = answer == null ? null : storable(answer);
    detail = storable(detail);
    cause = storable(cause);
  }

  /** Cut to what is kept, and without the one character PostgreSQL cannot keep. */
  public static String storable(String text) {
    String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    return clean.length() <= LONGEST_ANSWER ? clean : cut(clean);
  }

  private static String cut(String text) {
    int end = Character.isHighSurrogate(text.charAt(LONGEST_ANSWER - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_ANSWER - end);
  }
}
