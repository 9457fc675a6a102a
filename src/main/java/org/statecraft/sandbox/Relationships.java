package org.statecraft.sandbox;

import java.util.Optional;
import java.util.Set;
import org.statecraft.packs.ResourceSchema.Access;

/** Which records the client may write and see, as hosts with default settings have it. */
final class Relationships {

  private static final int DEEPEST = 8;

  private final RecordStore store;
  private final ServerFamily family;
  private final Set<Long> organizations;

  Relationships(RecordStore store, ServerFamily family, Set<Long> organizations) {
    this.store = store;
    this.family = family;
    this.organizations = organizations;
  }

  /** Why a record with this document may not be created; empty if it may. */
  Optional<Answer> refuseCreate(Document document) {
    Access access = document.resource().schema().access();
    return organization(document, access)
        .or(() -> access.enrollment() ? Optional.empty() : student(document, access));
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

  boolean maySee(StoredRecord record) {
    return refuseUse(record.document()).isEmpty();
  }

  private Optional<Answer> organization(Document document, Access access) {
    String identity = target(document, access.organization());
    return identity.isEmpty() || isUnderClient(identity, DEEPEST)
        ? Optional.empty()
        : Optional.of(family.notUnderClient(property(document, access.organization())));
  }

  private Optional<Answer> student(Document document, Access access) {
    String identity = target(document, access.student());
    return identity.isEmpty() || isEnrolled(identity)
        ? Optional.empty()
        : Optional.of(family.notEnrolled(property(document, access.student())));
  }

  private Optional<Answer> person(Document document) {
    return isEnrolled(document.identity())
        ? Optional.empty()
        : Optional.of(family.notEnrolled(Words.capital(document.resource().parameters().get(0))));
  }

  private boolean isEnrolled(String student) {
    return store
        .referringTo(student)
        .map(StoredRecord::document)
        .anyMatch(
            document -> {
              Access access = document.resource().schema().access();
              return access.enrollment()
                  && isUnderClient(target(document, access.organization()), DEEPEST);
            });
  }

  private boolean isUnderClient(String organization, int depth) {
    if (organizations.isEmpty()) {
      return true;
    }
    if (organizations.contains(Long.valueOf(Identity.values(organization).get(0)))) {
      return true;
    }
    return depth > 0
        && store.byIdentity(organization).stream()
            .flatMap(record -> record.document().references().stream())
            .anyMatch(parent -> !parent.isEmpty() && isUnderClient(parent, depth - 1));
  }

  private static String target(Document document, Optional<String> element) {
    return document
        .resource()
        .reference(element)
        .map(position -> document.references().get(position))
        .orElse("");
  }

  private static String property(Document document, Optional<String> element) {
    return document
        .resource()
        .reference(element)
        .map(position -> document.resource().references().get(position).names().get(0))
        .map(Words::capital)
        .orElse("");
  }
}
