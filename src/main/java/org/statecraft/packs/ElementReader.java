package org.statecraft.packs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;

/** Reads {@code elements.yaml}. */
final class ElementReader {

  /** What may stand beside the value of an element; no Ed-Fi element has such a name. */
  private static final List<String> NOTES = List.of("need", "page", "about", "since", "until");

  private enum Unmapped {
    LEFT_OUT,
    HOLDS
  }

  private ElementReader() {}

  /** The elements of a file, laid over those of the parent pack element by element. */
  static Map<String, Element> read(YamlNode file, Map<String, Element> parent) {
    Map<String, Element> elements = new LinkedHashMap<>(parent);
    file.map().forEach((name, node) -> elements.put(name, element(node)));
    return elements;
  }

  private static Element element(YamlNode node) {
    Element element = whole(node);
    Optional<DataStandard> since = standard(node.get("since"));
    Optional<DataStandard> until = standard(node.get("until"));
    return since.isEmpty() && until.isEmpty()
        ? element
        : new Element.Limited(element, since, until, node.place());
  }

  private static Optional<DataStandard> standard(YamlNode node) {
    Optional<String> known = node.optional().filter(DataStandard.KNOWN::contains);
    if (known.isEmpty() && !node.isEmpty()) {
      node.problem(
          "unknown data standard '"
              + node.text()
              + "'"
              + DidYouMean.hint(node.text(), DataStandard.KNOWN));
    }
    return known.map(DataStandard::new);
  }

  private static Element whole(YamlNode node) {
    if (!node.isMap()) {
      node.problem(
          "an element is given by 'from: path', 'value: constant', 'items: [...]',"
              + " 'never: reason' or by its own elements");
      return new Element.Never("", node.place());
    }
    if (!node.get("never").isEmpty()) {
      node.only("never", "page", "since", "until");
      return new Element.Never(node.get("never").text(), node.place());
    }
    if (!node.get("items").isEmpty()) {
      node.only(and(NOTES, "items"));
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
    node.only(and(NOTES, "from", "value", "map", "unmapped"));
    if (node.get("from").isEmpty() == node.get("value").isEmpty()) {
      node.problem("an element has 'from' or 'value', not both");
    }
    List<String> path =
        node.get("from").isEmpty() ? List.of() : List.of(node.get("from").text().split("\\."));
    boolean holds =
        node.get("unmapped").choice(Unmapped.class, Unmapped.LEFT_OUT) == Unmapped.HOLDS;
    if (!node.get("unmapped").isEmpty() && node.get("map").isEmpty()) {
      node.get("unmapped").problem("only an element with 'map' can be unmapped");
    }
    return new Element.Value(
        path, node.get("value").value(), node.get("map").text(), holds, node.place());
  }

  private static List<String> and(List<String> some, String... others) {
    return Stream.concat(some.stream(), Stream.of(others)).toList();
  }

  private static Element.Group group(YamlNode node) {
    Map<String, Element> members = new LinkedHashMap<>();
    node.map()
        .forEach(
            (name, member) -> {
              if (!NOTES.contains(name)) {
                members.put(name, element(member));
              }
            });
    return new Element.Group(members, node.place());
  }
}
