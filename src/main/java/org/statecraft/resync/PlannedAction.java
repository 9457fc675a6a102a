package org.statecraft.resync;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;

/**
 * What a run plans for one record.
 *
 * @param student whose record it is; null for a shared one and one of nobody
 * @param school the numbers of the student's schools, for those who read the plan
 * @param body what is to be sent; null unless POST or PUT
 * @param sources the Campus objects it is made from
 * @param after records whose actions must be done before
 * @param correct whether {@code found} is written to the identity mapping first
 * @param found what the ODS holds; null for nothing
 * @param upon the identity mapping it was planned upon
 */
record PlannedAction(
    Phase phase,
    Kind kind,
    ResourceRef record,
    @Nullable StudentId student,
    String school,
    String reason,
    @Nullable ResourceBody body,
    List<String> sources,
    List<String> rules,
    List<ResourceRef> after,
    boolean correct,
    @Nullable Found found,
    Upon upon) {

  PlannedAction {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
    after = List.copyOf(after);
  }

  /** The order in which a plan is done. */
  enum Phase {
    SHARED_WRITES,
    STUDENTS,
    STRAYS,
    SHARED_DELETES
  }

  /** What is done. */
  enum Kind {
    POST,
    PUT,
    DELETE,
    /** The ODS has it as Campus wants it; only the identity mapping did not know. */
    ADOPT,
    /**
     * The ODS does not have it and Campus does not want it; the identity mapping thought it had.
     */
    FORGET,
    /** Refers to a record that is deleted, and is left where it is: a person must know. */
    REPORT;

    boolean isRequest() {
      return this == POST || this == PUT || this == DELETE;
    }
  }

  /** What the ODS holds of a record. */
  record Found(ResourceBody body, OdsId id) {}

  /**
   * Hashes of the planned and of the sent body in the identity mapping; null for none. If they are
   * others when the plan is done, something has happened since.
   */
  record Upon(@Nullable UUID planned, @Nullable UUID sent) {

    static final Upon NOTHING = new Upon(null, null);

    static Upon of(IdentityMapping mapping) {
      return new Upon(hash(mapping.planned()), hash(mapping.sent()));
    }

    private static @Nullable UUID hash(@Nullable ResourceBody body) {
      return body == null ? null : body.hash();
    }
  }
}
