package org.statecraft.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.statecraft.config.YamlNode;
import org.statecraft.packs.Element;
import org.statecraft.packs.Preference;

/** The faults in an {@code elements.yaml}. */
final class ElementMutants {

  /** Where an element stands makes it no other. */
  private static final Pattern PLACE = Pattern.compile("place=[^\\]]*\\]");

  private final MutantList mutants;
  private final YamlText text;
  private final Paths paths;
  private final List<Preference> preferences;
  private final Map<String, Element> own;
  private final Map<String, Element> parent;

  /**
   * @param paths what elements of the resource could read
   * @param preferences those of the pack
   * @param own the elements as the pack has them, by name
   * @param parent those of the pack below
   */
  ElementMutants(
      MutantList mutants,
      Paths paths,
      List<Preference> preferences,
      Map<String, Element> own,
      Map<String, Element> parent) {
    this.mutants = mutants;
    this.text = new YamlText(mutants.text());
    this.paths = paths;
    this.preferences = preferences;
    this.own = own;
    this.parent = parent;
  }

  void add(YamlNode file) {
    file.map()
        .forEach(
            (name, node) -> {
              element(name, node);
              Element below = parent.get(name);
              if (below != null && !says(below, Optional.ofNullable(own.get(name)))) {
                mutants.add(
                    Operator.INHERIT_ELEMENT,
                    text.member(node),
                    "",
                    name + " => (as the pack below has it)");
              }
            });
  }

  /** Whether an element of the pack below is not sent, or sends what the pack's own one sends. */
  private static boolean says(Element below, Optional<Element> own) {
    return below instanceof Element.Never
        || own.filter(
                each ->
                    PLACE
                        .matcher(each.toString())
                        .replaceAll("")
                        .equals(PLACE.matcher(below.toString()).replaceAll("")))
            .isPresent();
  }

  private void element(String path, YamlNode node) {
    if (!node.isMap() || !node.get("never").isEmpty()) {
      return;
    }
    mutants.add(
        Operator.DROP_ELEMENT, text.value(node), "{never: left out}", path + " => (not sent)");
    for (String limit : List.of("since", "until")) {
      YamlNode standard = node.get(limit);
      if (standard.isScalar()) {
        mutants.drop(
            Operator.DROP_STANDARD,
            text.member(standard),
            path + ": " + limit + ": " + standard.text());
      }
    }
    if (!node.get("items").isEmpty()) {
      items(path, node.get("items").list());
    } else if (node.get("from").isScalar() || node.get("value").isScalar()) {
      value(path, node);
    } else {
      members(path, node);
    }
  }

  private void members(String path, YamlNode node) {
    node.map()
        .forEach(
            (name, member) -> {
              // What is no mapping is a note, such as the place on the page.
              if (member.isMap()) {
                element(path + "." + name, member);
              }
            });
  }

  private void items(String path, List<YamlNode> items) {
    for (int i = 0; i < items.size(); i++) {
      String name = items.size() == 1 ? path : path + "[" + (i + 1) + "]";
      if (items.size() > 1) {
        mutants.add(Operator.DROP_ELEMENT, text.value(items.get(i)), "{}", name + " => (not sent)");
      }
      members(name, items.get(i));
    }
  }

  private void value(String path, YamlNode node) {
    YamlNode from = node.get("from");
    if (!from.isEmpty()) {
      for (String other : paths.others(from.text())) {
        mutants.replace(Operator.SWAP_PATH, path, text.value(from), other);
      }
    }
    YamlNode constant = node.get("value");
    if (!constant.isEmpty()) {
      String written = text.value(constant).of(mutants.text());
      mutants.replace(
          Operator.REPLACE_CONSTANT, path, text.value(constant), Constants.other(written));
    }
    YamlNode unmapped = node.get("unmapped");
    if (unmapped.isScalar()) {
      String other = unmapped.text().equals("holds") ? "left-out" : "holds";
      mutants.replace(Operator.TURN_SWITCH, path + ": unmapped", text.value(unmapped), other);
    }
    YamlNode map = node.get("map");
    if (!map.isEmpty()) {
      mutants.add(
          Operator.DROP_MAPPING,
          text.member(map),
          "",
          path + ": map: " + map.text() + " => (left out)");
      for (String other : otherPreferences(map.text())) {
        mutants.replace(Operator.SWAP_MAPPING, path, text.value(map), other);
      }
    }
  }

  /** Preferences of the same values, so that only their codes differ. */
  private List<String> otherPreferences(String name) {
    List<String> others = new ArrayList<>();
    Optional<Preference> own =
        preferences.stream().filter(each -> each.name().equals(name)).findFirst();
    for (Preference each : preferences) {
      if (own.isPresent() && !each.name().equals(name) && sameValues(own.get(), each)) {
        others.add(each.name());
      }
    }
    return others;
  }

  private static boolean sameValues(Preference one, Preference other) {
    return one.column().equals(other.column()) && one.values().equals(other.values());
  }
}
