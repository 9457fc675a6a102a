package org.statecraft.packs;

import java.math.BigDecimal;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Place;

/**
 * A value a page or a law may change: dated by school year, with its reference. Rules see it as the
 * fact {@code Parameter(name, text, number, flag)} with the value of the scope year.
 *
 * @param values by the first school year they hold for
 */
public record Parameter(
    String name, String reference, SortedMap<Integer, Object> values, Place place) {

  /** The value for a school year; null when none holds yet. */
  public @Nullable Object in(int schoolYear) {
    SortedMap<Integer, Object> until = values.headMap(schoolYear + 1);
    return until.isEmpty() ? null : until.get(until.lastKey());
  }

  /** The number a value is, if it is one. */
  public static @Nullable BigDecimal number(@Nullable Object value) {
    if (value instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    return value instanceof BigDecimal decimal ? decimal : null;
  }
}
