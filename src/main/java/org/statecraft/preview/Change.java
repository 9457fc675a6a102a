package org.statecraft.preview;

import java.util.List;
import java.util.Optional;
import org.statecraft.edfi.ResourceName;

/**
 * Something that edited rules would do and the rules in force would not.
 *
 * @param subject the record's key, or the Campus object that is excluded
 * @param student empty for a record that students share
 * @param schools the numbers of the student's schools
 * @param rules the ids of the rules that decide so
 * @param reason for people
 */
public record Change(
    Kind kind,
    Optional<ResourceName> resource,
    String subject,
    Optional<String> student,
    List<String> schools,
    List<String> rules,
    String reason) {

  public Change {
    schools = List.copyOf(schools);
    rules = List.copyOf(rules);
  }

  /** What would be done. */
  public enum Kind {
    POST("POST"),
    PUT("PUT"),
    DELETE("DELETE"),
    /** A DELETE and the POST that takes its place. */
    DELETE_POST("DELETE+POST"),
    EXCLUDED("newly excluded"),
    NOT_EXCLUDED("no longer excluded"),
    /** The rules fail, or do not come to an end. */
    FAILED("rules fail");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }
}
