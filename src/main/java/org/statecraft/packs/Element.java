package org.statecraft.packs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Place;

/** How one element of a resource gets its value, from {@code elements.yaml}. */
public sealed interface Element {

  Place place();

  /**
   * A single value.
   *
   * @param from a dotted path that starts at a field of the resource's record fact; empty for a
   *     constant
   * @param value the constant, if any
   * @param map the preference that turns the Campus value, or the constant, into an Ed-Fi code;
   *     empty for none
   */
  record Value(List<String> from, @Nullable Object value, String map, Place place)
      implements Element {}

  /** A group of elements, such as a reference. */
  record Group(Map<String, Element> members, Place place) implements Element {}

  /** A list with one item per entry; an item that lacks a required element is left out. */
  record Items(List<Group> items, Place place) implements Element {}

  /** Deliberately not reported, with the page's reason. */
  record Never(String reason, Place place) implements Element {}
}
