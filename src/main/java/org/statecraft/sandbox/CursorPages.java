package org.statecraft.sandbox;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pages by token: each begins behind the last record of the one before, in the order of ids, so
 * that records that come and go meanwhile move no other. A token names the ids between which its
 * pages lie.
 */
final class CursorPages {

  private static final String SEPARATOR = ",";
  private static final int MOST_PARTITIONS = 200;
  private static final Comparator<StoredRecord> BY_ID = Comparator.comparing(StoredRecord::id);

  private final ServerFamily family;
  private List<StoredRecord> sorted = List.of();
  private List<StoredRecord> of = List.of();

  CursorPages(ServerFamily family) {
    this.family = family;
  }

  /** Behind which id pages begin, and with which the last one ends. */
  private record Range(String after, String last) {

    static Optional<Range> of(String token) {
      try {
        String[] ids =
            new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8)
                .split(SEPARATOR, -1);
        return ids.length == 2 ? Optional.of(new Range(ids[0], ids[1])) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    String token() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((after + SEPARATOR + last).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Whether a query asks for a page by token. */
  static boolean isAskedFor(MultiMap query) {
    return query.contains("pageToken") || query.contains("pageSize");
  }

  /** The page that the query names; found are all records it may be of. */
  Answer page(MultiMap query, List<StoredRecord> found, int highest) {
    String token = query.get("pageToken");
    if (token == null || query.contains("offset") || query.contains("limit")) {
      return family.badParameter("pageSize", "be used with pageToken, without limit and offset");
    }
    Optional<Range> range = Range.of(token);
    if (range.isEmpty()) {
      return family.badParameter("pageToken", "a token of the API");
    }
    Optional<Long> size = RecordQuery.number(query.get("pageSize"), 25, highest);
    if (size.isEmpty()) {
      return family.badParameter("pageSize", "a value between 0 and " + highest);
    }
    List<StoredRecord> all = inOrder(found);
    int from = firstBehind(all, range.get().after());
    int end = firstBehind(all, range.get().last());
    int to = (int) Math.min(end, from + size.get());
    Answer answer = RecordQuery.answer(all.subList(Math.min(from, to), to));
    return to < end && to > from
        ? answer.with(
            "Next-Page-Token", new Range(all.get(to - 1).id(), range.get().last()).token())
        : answer;
  }

  /** The tokens of the first pages of parts that are evenly large. */
  Answer partitions(MultiMap query, List<StoredRecord> found) {
    Optional<Long> number = RecordQuery.number(query.get("number"), 1, MOST_PARTITIONS);
    if (number.isEmpty() || number.get() == 0) {
      return family.badParameter("number", "a value between 1 and " + MOST_PARTITIONS);
    }
    List<StoredRecord> all = inOrder(found);
    List<String> tokens = new ArrayList<>();
    long parts = Math.min(number.get(), all.size());
    String after = "";
    for (long part = 1; part <= parts; part++) {
      String last = all.get((int) (all.size() * part / parts) - 1).id();
      tokens.add('"' + new Range(after, last).token() + '"');
      after = last;
    }
    return Answer.json(200, "{\"pageTokens\":[" + String.join(",", tokens) + "]}");
  }

  /** Kept until other records are found. */
  private List<StoredRecord> inOrder(List<StoredRecord> found) {
    if (of != found) {
      sorted = found.stream().sorted(BY_ID).toList();
      of = found;
    }
    return sorted;
  }

  private static int firstBehind(List<StoredRecord> all, String id) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).id().compareTo(id) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
