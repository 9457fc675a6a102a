package org.statecraft.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.ResourceRef;

/**
 * What the rules say about one student: what should exist, what is left out and why, what a person
 * should know, and which rules spoke. The same facts and rule set give an equal decision.
 *
 * @param revision the pack revision that decided
 * @param held records that cannot be written because a value does not fit; what was sent of them
 *     before stays until the value is mended
 * @param fixed what the rules saw of what may not change after data was sent, by its name; empty
 *     for a student of whom no rule can say anything, whose records go whatever the values are
 * @param trace which rules spoke
 */
public record Decision(
    StudentId student,
    String revision,
    List<Desired> desired,
    List<Excluded> exclusions,
    List<Finding> findings,
    List<Held> held,
    Map<String, String> fixed,
    RuleTrace trace) {

  public Decision {
    desired = List.copyOf(desired);
    exclusions = List.copyOf(exclusions);
    findings = List.copyOf(findings);
    held = List.copyOf(held);
    fixed = Map.copyOf(fixed);
  }

  /** A decision whose rules saw nothing that may not change. */
  public Decision(
      StudentId student,
      String revision,
      List<Desired> desired,
      List<Excluded> exclusions,
      List<Finding> findings,
      List<Held> held,
      RuleTrace trace) {
    this(student, revision, desired, exclusions, findings, held, Map.of(), trace);
  }

  /**
   * A record that should exist.
   *
   * @param shared whether it belongs to the connection rather than to the student
   * @param sources the Campus objects it is made from, {@code Object/key}
   * @param refersTo the records of the same pack that its references name
   * @param rules the ids of the rules that asked for it
   */
  public record Desired(
      ResourceRef record,
      ResourceBody body,
      boolean shared,
      List<String> sources,
      List<ResourceRef> refersTo,
      List<String> rules) {}

  /**
   * Something that is not reported.
   *
   * @param resource the resource that leaves it out; empty when no resource counts it
   * @param source the Campus object, {@code Object/key}
   * @param reason in the words of the page
   * @param rule the id of the rule
   */
  public record Excluded(
      Optional<ResourceName> resource, String source, String reason, String rule) {}

  /** Whether the rules failed, so that nothing was decided. */
  public boolean failed() {
    return findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.RULE_FAILURE);
  }

  /** Whether nothing was decided, so that all that was sent stays as it is. */
  public boolean leavesAll() {
    return findings.stream()
        .anyMatch(
            finding ->
                finding.kind() == Finding.Kind.RULE_FAILURE
                    || finding.kind() == Finding.Kind.FIXED);
  }

  /** A record that cannot be written, by the Campus object it is made from. */
  public record Held(ResourceName resource, String source) {}

  /** Something a person should know; becomes an error log entry. */
  public record Finding(
      Kind kind, Optional<ResourceName> resource, String source, String cause, String detail) {

    /** What a finding is about. */
    public enum Kind {
      /** A Campus value has no Ed-Fi code. */
      UNMAPPED,
      /** A value that must be there is missing. */
      MISSING,
      /** A value does not fit the element. */
      INVALID,
      /** A rule says a person should look. */
      REMARK,
      /** What may not change after data was sent has changed; nothing is sent. */
      FIXED,
      /** The rules failed or did not end; nothing was decided. */
      RULE_FAILURE
    }
  }
}
