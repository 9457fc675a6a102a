package org.statecraft.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.statecraft.campus.TableName;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.ResourceName;

/** Reads {@code resource.yaml}, with that of the parent pack as the default of every key. */
final class ResourceReader {

  private static final String[] KEYS = {
    "page",
    "record",
    "identity",
    "same-key",
    "delete-then-post",
    "row-gone",
    "ownership",
    "delete",
    "excluded-after-sent",
    "keep-for",
    "cascades",
    "resynced-with",
    "preferences"
  };

  private enum Ownership {
    STUDENT,
    SHARED,
    LOOKUP
  }

  private enum RowGone {
    PUT,
    DELETE_THEN_POST
  }

  private enum AfterSent {
    DELETE,
    KEEP
  }

  private final FactCatalogue catalogue;
  private final Map<String, CodeTable> codes;
  private final PackLayers lineage;

  /**
   * @param codes the tables of codes, by descriptor
   */
  ResourceReader(FactCatalogue catalogue, Map<String, CodeTable> codes, PackLayers lineage) {
    this.catalogue = catalogue;
    this.codes = codes;
    this.lineage = lineage;
  }

  /**
   * @param layers the file of each pack of the lineage that has one, nearest first; at least one
   */
  ResourceDefinition read(ResourceName name, List<YamlNode> layers, Map<String, Element> elements) {
    layers.forEach(layer -> layer.only(KEYS));
    YamlNode nearest = layers.get(0);
    Ownership ownership = first(layers, "ownership").choice(Ownership.class, Ownership.STUDENT);
    return new ResourceDefinition(
        name,
        first(layers, "page").text(),
        required(layers, "record").text(),
        identity(required(layers, "identity")),
        first(layers, "same-key")
            .choice(ResourceDefinition.SameKey.class, ResourceDefinition.SameKey.MERGE),
        first(layers, "delete-then-post").texts(),
        first(layers, "row-gone").choice(RowGone.class, RowGone.PUT) == RowGone.DELETE_THEN_POST,
        ownership == Ownership.STUDENT,
        ownership == Ownership.LOOKUP,
        first(layers, "delete")
            .choice(ResourceDefinition.Deletes.class, ResourceDefinition.Deletes.WHEN_NOT_DESIRED),
        first(layers, "excluded-after-sent").choice(AfterSent.class, AfterSent.DELETE)
            == AfterSent.KEEP,
        first(layers, "keep-for").texts(),
        others(name, first(layers, "cascades")),
        others(name, first(layers, "resynced-with")),
        preferences(layers),
        elements,
        nearest.place(),
        places(layers));
  }

  private static Map<String, Place> places(List<YamlNode> layers) {
    Map<String, Place> places = new LinkedHashMap<>();
    for (String key : KEYS) {
      YamlNode node = first(layers, key);
      if (!node.isEmpty()) {
        places.put(key, node.place());
      }
    }
    return places;
  }

  private static YamlNode first(List<YamlNode> layers, String key) {
    for (YamlNode layer : layers) {
      if (!layer.get(key).isEmpty()) {
        return layer.get(key);
      }
    }
    return layers.get(0).get(key);
  }

  private static YamlNode required(List<YamlNode> layers, String key) {
    YamlNode node = first(layers, key);
    return node.isEmpty() ? layers.get(0).require(key) : node;
  }

  private static ResourceDefinition.Identity identity(YamlNode node) {
    node.only("object", "key");
    YamlNode object = node.require("object");
    boolean told = object.isMap();
    return new ResourceDefinition.Identity(
        told ? "" : object.text(),
        told ? path(object.only("from").require("from")) : List.of(),
        path(node.require("key")),
        node.place());
  }

  private static List<String> path(YamlNode node) {
    return List.of(node.text("?").split("\\."));
  }

  private static List<ResourceName> others(ResourceName self, YamlNode node) {
    List<ResourceName> others = new ArrayList<>();
    for (YamlNode each : node.list()) {
      ResourceName other = new ResourceName(each.text("?"));
      if (other.equals(self) || others.contains(other)) {
        each.problem("'" + other + "' is this resource, or stands here twice");
      } else {
        others.add(other);
      }
    }
    return others;
  }

  private List<Preference> preferences(List<YamlNode> layers) {
    Map<String, Preference> byName = new LinkedHashMap<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers
          .get(i)
          .get("preferences")
          .map()
          .forEach((name, node) -> byName.put(name, preference(name, node)));
    }
    return new ArrayList<>(byName.values());
  }

  private Preference preference(String name, YamlNode node) {
    node.only("label", "column", "values", "descriptor", "codes", "unmapped");
    if (!name.matches("[A-Z][A-Za-z0-9]*")) {
      node.problem("a preference is named like a fact, with a capital: '" + capital(name) + "'");
    }
    if (node.get("column").isEmpty() == node.get("values").isEmpty()) {
      node.problem("a preference has either 'column: Table.column' or 'values: [...]'");
    }
    Optional<String> descriptor = node.get("descriptor").optional();
    String notPublic = notPublic(node.get("codes"));
    Optional<CodeTable> table = descriptor.map(codes::get).filter(each -> each != null);
    if (table.isPresent() && !notPublic.isEmpty()) {
      int nearer = lineage.depthOf(node.place()) - lineage.depthOf(table.orElseThrow().pack());
      if (nearer == 0) {
        node.get("codes")
            .problem(table.orElseThrow().place() + " has the codes; say one or the other");
      }
      // What a state says goes before what the pack below it says.
      table = nearer < 0 ? Optional.empty() : table;
      notPublic = nearer < 0 ? notPublic : "";
    }
    return new Preference(
        name,
        node.require("label").text(),
        node.get("column").optional().flatMap(column -> column(node.get("column"), column)),
        node.get("values").texts(),
        descriptor,
        table,
        notPublic,
        unmappedIsSame(node.get("unmapped")),
        node.place());
  }

  private static String notPublic(YamlNode node) {
    if (!node.isEmpty() && !node.isMap()) {
      node.problem(
          "codes stand in descriptors/<pack>/codes/<descriptor>.csv; where there is no list, write"
              + " 'codes: {not-public: the reason}'");
      return "";
    }
    return node.only("not-public").get("not-public").text();
  }

  private static boolean unmappedIsSame(YamlNode node) {
    String word = node.text("does-not-report");
    if (!word.equals("does-not-report") && !word.equals("same")) {
      node.problem("unknown word '" + word + "'; known: does-not-report, same");
    }
    return word.equals("same");
  }

  private Optional<Preference.Column> column(YamlNode node, String text) {
    String[] parts = text.split("\\.");
    if (parts.length != 2) {
      node.problem("expected Table.column, not '" + text + "'");
      return Optional.empty();
    }
    Optional<FactTable> table = catalogue.table(new TableName(parts[0]));
    if (table.isEmpty()) {
      List<String> known = catalogue.tables().keySet().stream().map(TableName::value).toList();
      node.problem(
          "the catalogue has no table '" + parts[0] + "'" + DidYouMean.hint(parts[0], known));
      return Optional.empty();
    }
    if (!table.get().columns().containsKey(parts[1])) {
      node.problem(
          parts[0]
              + " has no column '"
              + parts[1]
              + "'"
              + DidYouMean.hint(parts[1], table.get().columns().keySet()));
      return Optional.empty();
    }
    return Optional.of(new Preference.Column(table.get().name(), parts[1]));
  }

  private static String capital(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
