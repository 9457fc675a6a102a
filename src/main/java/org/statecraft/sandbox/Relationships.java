package org.statecraft.sandbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.statecraft.packs.ResourceSchema.Access;

/** Which records the client may write and see, as hosts with default settings have it. */
final class Relationships {

  private static final int DEEPEST = 8;

  private final RecordStore store;
  private final ServerFamily family;
  private final Set<Long> organizations;
  private final FaultPlan faults;
  private final InstantSource clock;

  Relationships(
      RecordStore store,
      ServerFamily family,
      Set<Long> organizations,
      FaultPlan faults,
      InstantSource clock) {
    this.faults = faults;
    this.clock = clock;
    this.store = store;
    this.family = family;
    this.organizations = organizations;
  }

  /** Why a record with this document may not be created; empty if it may. */
  Optional<Answer> refuseCreate(Document document) {
    Access access = document.resource().schema().access();
    return organization(document, access)
        .or(
            () ->
                access.enrollment() || access.person()
                    ? Optional.empty()
                    : student(document, access));
  }

  /** Why an existing record may not be changed or read by its id; empty if it may. */
  Optional<Answer> refuseUse(Document document) {
    Access access = document.resource().schema().access();
    return organization(document, access)
        .or(() -> access.person() ? person(document) : student(document, access));
  }

  /** Hosts let a student be deleted without an enrollment, else none could ever be. */
  Optional<Answer> refuseDelete(Document document) {
    return document.resource().schema().access().person() ? Optional.empty() : refuseUse(document);
  }

  /** The same as {@link #refuseUse}, without an answer: it is asked for every record of a page. */
  boolean maySee(StoredRecord record) {
    Document document = record.document();
    return isUnderClient(organization(document), DEEPEST) && isEnrolled(studentOf(document));
  }

  /** Whether what the client may see changes without a write. */
  boolean changeWithTime() {
    return faults.delaysAuthorization();
  }

  private Optional<Answer> organization(Document document, Access access) {
    return isUnderClient(organization(document), DEEPEST)
        ? Optional.empty()
        : Optional.of(family.notUnderClient(property(document, access.organization())));
  }

  private Optional<Answer> student(Document document, Access access) {
    return isEnrolled(studentOf(document))
        ? Optional.empty()
        : Optional.of(family.notEnrolled(property(document, access.student())));
  }

  private Optional<Answer> person(Document document) {
    return isEnrolled(studentOf(document))
        ? Optional.empty()
        : Optional.of(family.notEnrolled(Words.capital(document.resource().parameters().get(0))));
  }

  private boolean isEnrolled(String student) {
    return student.isEmpty() || store.isReferredTo(student, this::enrolls);
  }

  private boolean enrolls(StoredRecord record) {
    Document document = record.document();
    return document.resource().schema().access().enrollment()
        && isUnderClient(organization(document), DEEPEST)
        && counts(record);
  }

  /** Hosts refresh who is related to whom now and then, not with every write. */
  private boolean counts(StoredRecord enrollment) {
    Duration delay = faults.authorizationDelay(enrollment);
    return delay.isZero() || !clock.instant().isBefore(enrollment.changedAt().plus(delay));
  }

  private boolean isUnderClient(String organization, int depth) {
    if (organization.isEmpty() || organizations.isEmpty()) {
      return true;
    }
    if (organizations.contains(Long.valueOf(RecordIdentity.values(organization).get(0)))) {
      return true;
    }
    return depth > 0
        && store.byIdentity(organization).stream()
            .flatMap(record -> record.document().references().stream())
            .anyMatch(parent -> !parent.isEmpty() && isUnderClient(parent, depth - 1));
  }

  /** The identity of the organization that must be under the client; empty if none need be. */
  private static String organization(Document document) {
    int position = document.resource().organizationPosition();
    return position < 0 ? "" : document.references().get(position);
  }

  /** The identity of the student who must be enrolled; empty if none need be. */
  private static String studentOf(Document document) {
    if (document.resource().schema().access().person()) {
      return document.identity();
    }
    int position = document.resource().studentPosition();
    return position < 0 ? "" : document.references().get(position);
  }

  private static String property(Document document, Optional<String> element) {
    return document.resource().references().stream()
        .filter(reference -> element.equals(Optional.of(reference.element())))
        .map(reference -> Words.capital(reference.names().get(0)))
        .findFirst()
        .orElse("");
  }
}
