package org.statecraft.packs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.YamlNode;

/** Reads {@code elements.yaml}. */
final class ElementReader {

  private static final List<String> VALUE_KEYS =
      List.of("from", "value", "map", "need", "page", "about");

  private ElementReader() {}

  /** The elements of a file, laid over those of the parent pack element by element. */
  static Map<String, Element> read(YamlNode file, Map<String, Element> parent) {
    Map<String, Element> elements = new LinkedHashMap<>(parent);
    file.map().forEach((name, node) -> elements.put(name, element(node)));
    return elements;
  }

  private static Element element(YamlNode node) {
    if (!node.isMap()) {
      node.problem(
          "an element is given by 'from: path', 'value: constant', 'items: [...]',"
              + " 'never: reason' or by its own elements");
      return new Element.Never("", node.place());
    }
    if (!node.get("never").isEmpty()) {
      node.only("never", "page");
      return new Element.Never(node.get("never").text(), node.place());
    }
    if (!node.get("items").isEmpty()) {
      node.only("items", "need", "page", "about");
      List<Element.Group> items =
          node.get("items").list().stream().map(each -> group(each)).toList();
      return new Element.Items(items, node.place());
    }
    if (isValue(node)) {
      return value(node);
    }
    return group(node);
  }

  private static boolean isValue(YamlNode node) {
    return node.get("from").isScalar() || node.get("value").isScalar();
  }

  private static Element value(YamlNode node) {
    node.only(VALUE_KEYS);
    if (node.get("from").isEmpty() == node.get("value").isEmpty()) {
      node.problem("an element has 'from' or 'value', not both");
    }
    List<String> path =
        node.get("from").isEmpty() ? List.of() : List.of(node.get("from").text().split("\\."));
    return new Element.Value(path, node.get("value").value(), node.get("map").text(), node.place());
  }

  private static Element.Group group(YamlNode node) {
    Map<String, Element> members = new LinkedHashMap<>();
    node.map()
        .forEach(
            (name, member) -> {
              if (!(name.equals("need") || name.equals("page") || name.equals("about"))) {
                members.put(name, element(member));
              }
            });
    return new Element.Group(members, node.place());
  }
}
