package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/**
 * A part of a list. {@code next} is the cursor of the part behind it; there is none behind the last
 * one.
 */
final class Page {

  static final int USUAL = 100;

  /** A cursor of somebody's own making. */
  static final String NO_CURSOR =
      "'cursor' is what 'next' of the page before said, and nothing else";

  private Page() {}

  /**
   * A page of what was read, which is one more than is asked for if there are that many.
   *
   * @param key by which the list goes on behind an item
   */
  static <T> ObjectNode of(
      List<T> read, int limit, Function<T, String> key, Function<T, JsonNode> item) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode items = page.putArray("items");
    read.stream().limit(limit).forEach(each -> items.add(item.apply(each)));
    if (read.size() > limit) {
      page.put("next", encoded(key.apply(read.get(limit - 1))));
    }
    return page;
  }

  /** Makes the answer of what was read, one more than asked for, and goes on by number. */
  static <T> Function<List<T>, Answer> numbered(
      int limit, ToLongFunction<T> number, Function<T, JsonNode> item) {
    return read ->
        Answer.ok(of(read, limit, each -> Long.toString(number.applyAsLong(each)), item));
  }

  /** A page of a list that is whole. */
  static <T> ObjectNode of(
      Call call, List<T> all, Function<T, String> key, Function<T, JsonNode> item) {
    int limit = call.limit();
    Optional<String> cursor = call.cursor();
    call.check();
    int from = 0;
    if (cursor.isPresent()) {
      while (from < all.size() && !key.apply(all.get(from)).equals(cursor.get())) {
        from++;
      }
      if (from == all.size()) {
        throw ApiProblem.conflict("the list has changed since; read it from its beginning");
      }
      from++;
    }
    return of(all.subList(from, all.size()), limit, key, item);
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  static String decoded(String cursor, Problems problems) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      problems.add(Place.of("query"), NO_CURSOR);
      return "";
    }
  }
}
