package org.statecraft.rules;

import java.util.List;
import org.statecraft.config.Place;

/**
 * A field of a fact that a rule's pattern names.
 *
 * @param path the field and what is read of the fact it holds; empty for the fact itself
 */
record FieldUse(String rule, String type, List<String> path, Place place) {

  FieldUse {
    path = List.copyOf(path);
  }
}
