package org.statecraft.packs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Place;
import org.statecraft.edfi.DataStandard;

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
   * @param holds a value without a code holds the whole record back; otherwise the element is left
   *     out unless an API requires it
   */
  record Value(List<String> from, @Nullable Object value, String map, boolean holds, Place place)
      implements Element {}

  /** A group of elements, such as a reference. */
  record Group(Map<String, Element> members, Place place) implements Element {}

  /** A list with one item per entry; an item that lacks a required element is left out. */
  record Items(List<Group> items, Place place) implements Element {}

  /**
   * An element that is given to the APIs of some data standards only.
   *
   * @param since the first of them; empty for the oldest
   * @param until the last of them; empty for the newest
   */
  record Limited(
      Element element, Optional<DataStandard> since, Optional<DataStandard> until, Place place)
      implements Element {

    /** Whether a data standard is among them. */
    public boolean covers(DataStandard standard) {
      return since.map(first -> first.compareTo(standard) <= 0).orElse(true)
          && until.map(last -> last.compareTo(standard) >= 0).orElse(true);
    }
  }

  /** Deliberately not reported, with the page's reason. */
  record Never(String reason, Place place) implements Element {}
}
