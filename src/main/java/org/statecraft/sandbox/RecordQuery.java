package org.statecraft.sandbox;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by any part of their natural key, a page at a time. Records the client may not see
 * are left out. Parameters it does not know are ignored, as hosts do.
 */
final class RecordQuery {

  private static final int DEFAULT_LIMIT = 25;
  private static final int HIGHEST_LIMIT = 500;

  private final RecordStore store;
  private final Relationships relationships;
  private final ServerFamily family;
  private final CursorPages cursors;
  private List<StoredRecord> listing = List.of();
  private @Nullable SandboxResource listed;
  private long listedAt;

  RecordQuery(RecordStore store, Relationships relationships, ServerFamily family) {
    this.store = store;
    this.relationships = relationships;
    this.family = family;
    this.cursors = new CursorPages(family);
  }

  Answer page(SandboxResource resource, MultiMap query) {
    if (family.hasPageTokens() && CursorPages.isAskedFor(query)) {
      return cursors.page(query, found(resource, query), HIGHEST_LIMIT);
    }
    Optional<Long> offset = number(query.get("offset"), 0, Long.MAX_VALUE);
    if (offset.isEmpty()) {
      return family.badParameter("offset", "a value of 0 or more");
    }
    Optional<Long> limit = number(query.get("limit"), DEFAULT_LIMIT, HIGHEST_LIMIT);
    if (limit.isEmpty()) {
      return family.badParameter("limit", "a value between 0 and " + HIGHEST_LIMIT);
    }
    List<StoredRecord> found = found(resource, query);
    int from = (int) Math.min(offset.get(), found.size());
    int to = (int) Math.min(from + limit.get(), found.size());
    Answer answer = answer(found.subList(from, to));
    return "true".equalsIgnoreCase(query.get("totalCount"))
        ? answer.with("Total-Count", Integer.toString(found.size()))
        : answer;
  }

  /** Where pages by token begin. */
  Answer partitions(SandboxResource resource, MultiMap query) {
    return cursors.partitions(query, found(resource, query));
  }

  static Answer answer(List<StoredRecord> records) {
    StringBuilder text = new StringBuilder("[");
    for (StoredRecord record : records) {
      text.append(text.length() > 1 ? "," : "");
      record.appendTo(text);
    }
    return Answer.json(200, text.append(']').toString());
  }

  /** The record that a query by the whole natural key finds. */
  Optional<StoredRecord> byKey(SandboxResource resource, MultiMap query) {
    List<@Nullable String> wanted = wanted(resource, query);
    return wanted.contains(null)
        ? Optional.empty()
        : store
            .byIdentity(RecordIdentity.of(resource.name(), values(wanted)))
            .filter(relationships::maySee);
  }

  private List<StoredRecord> found(SandboxResource resource, MultiMap query) {
    List<@Nullable String> wanted = wanted(resource, query);
    if (wanted.stream().allMatch(value -> value == null)) {
      return everything(resource);
    }
    return candidates(resource, wanted)
        .filter(record -> hasValues(record, wanted))
        .filter(relationships::maySee)
        .toList();
  }

  private static List<@Nullable String> wanted(SandboxResource resource, MultiMap query) {
    List<@Nullable String> wanted = new ArrayList<>();
    resource.parameters().forEach(name -> wanted.add(query.get(name)));
    return wanted;
  }

  /** All a client may see, kept until the next write, so that reading page by page is quick. */
  private List<StoredRecord> everything(SandboxResource resource) {
    if (listed != resource || listedAt != store.writes() || relationships.changeWithTime()) {
      listing = store.all(resource).stream().filter(relationships::maySee).toList();
      listed = resource;
      listedAt = store.writes();
    }
    return listing;
  }

  /** The narrowest index that the given values allow. */
  private Stream<StoredRecord> candidates(SandboxResource resource, List<@Nullable String> wanted) {
    if (!wanted.contains(null)) {
      return store.byIdentity(RecordIdentity.of(resource.name(), values(wanted))).stream();
    }
    for (SandboxResource.Reference reference : resource.references()) {
      List<@Nullable String> values = new ArrayList<>();
      reference.keyPositions().forEach(position -> values.add(wanted.get(position)));
      // A student's records are few; a program or an organization may have most of them.
      if (!values.isEmpty() && !values.contains(null) && isNarrow(resource, reference)) {
        return store
            .referringTo(RecordIdentity.of(reference.target(), values(values)))
            .filter(record -> record.document().resource() == resource);
      }
    }
    return store.all(resource).stream();
  }

  private static boolean isNarrow(SandboxResource resource, SandboxResource.Reference reference) {
    return resource.schema().access().student().equals(Optional.of(reference.element()));
  }

  private static List<String> values(List<@Nullable String> wanted) {
    return wanted.stream().map(String::valueOf).toList();
  }

  private static boolean hasValues(StoredRecord record, List<@Nullable String> wanted) {
    List<String> values = record.document().keyValues();
    for (int i = 0; i < wanted.size(); i++) {
      String value = wanted.get(i);
      if (value != null && !value.equals(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  static Optional<Long> number(@Nullable String text, long otherwise, long highest) {
    if (text == null) {
      return Optional.of(otherwise);
    }
    return text.matches("[0-9]{1,18}")
        ? Optional.of(Long.valueOf(text)).filter(value -> value <= highest)
        : Optional.empty();
  }
}
