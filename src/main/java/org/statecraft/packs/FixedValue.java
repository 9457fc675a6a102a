package org.statecraft.packs;

import java.util.ArrayList;
import java.util.List;
import org.statecraft.config.Place;

/**
 * What may not change after data was sent, by the pages.
 *
 * @param name for people, such as the label of Campus
 * @param fact the type of the fact that has the value
 * @param field of the fact
 */
public record FixedValue(String name, String fact, String field, Place place) {

  /** What {@code fixed-after-sent} of a pack and those it extends names. */
  static List<FixedValue> of(PackLayers layers) {
    List<FixedValue> fixed = new ArrayList<>();
    for (PackLayers.Layer layer : layers.list()) {
      layer
          .pack()
          .get("fixed-after-sent")
          .map()
          .forEach(
              (name, node) -> {
                String[] parts = node.text("?").split("\\.");
                if (parts.length == 2) {
                  fixed.add(new FixedValue(name, parts[0], parts[1], node.place()));
                } else {
                  node.problem("expected 'name: Fact.field'");
                }
              });
    }
    return List.copyOf(fixed);
  }
}
