package org.statecraft.packs;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/** Reads one file of {@code rules/schema}, once for every data standard. */
final class ResourceSchemaReader {

  private static final String[] SCHEMA_KEYS = {
    "resource",
    "path",
    "subclass-of",
    "superclass-key",
    "key",
    "key-may-change",
    "same",
    "access",
    "elements"
  };
  private static final String[] ELEMENT_KEYS = {
    "type",
    "required",
    "array",
    "min",
    "max",
    "since",
    "until",
    "elements",
    "refers-to",
    "item-key",
    "descriptor"
  };
  private static final int LONGEST_DESCRIPTOR = 306;

  private ResourceSchemaReader() {}

  static ResourceSchema read(YamlNode file) {
    file.only(SCHEMA_KEYS);
    Map<DataStandard, Map<String, SchemaElement>> standards = new LinkedHashMap<>();
    Map<DataStandard, ResourceSchema.Naming> namings = new LinkedHashMap<>();
    YamlNode elements = file.require("elements");
    file.require("path");
    file.require("key");
    for (String version : DataStandard.KNOWN) {
      DataStandard standard = new DataStandard(version);
      standards.put(standard, elements(elements, standard));
      namings.put(standard, naming(file, standard));
    }
    DataStandard newest = new DataStandard(DataStandard.KNOWN.get(DataStandard.KNOWN.size() - 1));
    ResourceSchema.Naming naming = naming(file, newest);
    ResourceSchema schema =
        new ResourceSchema(
            new ResourceName(file.require("resource").text("?")),
            naming.path(),
            superclass(file, naming),
            naming.key(),
            file.get("key-may-change").flag(false),
            file.get("same").list().stream().map(YamlNode::texts).toList(),
            access(file.get("access")),
            standards,
            namings,
            file.place());
    checkPaths(file, schema);
    return schema;
  }

  private static ResourceSchema.Naming naming(YamlNode file, DataStandard standard) {
    YamlNode key = at(file.get("key"), standard);
    YamlNode superclass = at(file.get("superclass-key"), standard);
    List<String> names = superclass.isEmpty() ? key.texts() : superclass.texts();
    if (names.size() != key.list().size()) {
      superclass.problem("name as many elements as 'key' has, in its order");
    }
    return new ResourceSchema.Naming(at(file.get("path"), standard).text(), key.texts(), names);
  }

  private static Optional<ResourceSchema.Superclass> superclass(
      YamlNode file, ResourceSchema.Naming naming) {
    return file.get("subclass-of")
        .optional()
        .map(name -> new ResourceSchema.Superclass(new ResourceName(name), naming.superclassKey()));
  }

  private static ResourceSchema.Access access(YamlNode node) {
    node.only("organization", "student", "enrollment", "person");
    return new ResourceSchema.Access(
        node.get("organization").optional(),
        node.get("student").optional(),
        node.get("enrollment").flag(false),
        node.get("person").flag(false));
  }

  /** The elements that a data standard has of those listed. */
  static Map<String, SchemaElement> elements(YamlNode node, DataStandard standard) {
    Map<String, SchemaElement> elements = new LinkedHashMap<>();
    node.map()
        .forEach(
            (name, element) -> {
              if (isIn(element, standard)) {
                elements.put(name, element(name, element, standard));
              }
            });
    return elements;
  }

  private static SchemaElement element(String name, YamlNode node, DataStandard standard) {
    node.only(ELEMENT_KEYS);
    boolean object = !node.get("elements").isEmpty();
    if (object != node.get("type").isEmpty()) {
      node.problem("'" + name + "' needs either a 'type' or 'elements'");
    }
    ElementType type =
        object
            ? ElementType.OBJECT
            : at(node.get("type"), standard).choice(ElementType.class, ElementType.TEXT);
    boolean text = type == ElementType.TEXT;
    int max = (int) at(node.get("max"), standard).number(0);
    if (text && max <= 0) {
      node.problem("the text '" + name + "' needs a 'max', its longest length");
    }
    Map<String, SchemaElement> children = elements(node.get("elements"), standard);
    YamlNode itemKey = at(node.get("item-key"), standard);
    checkItemKey(node, itemKey, children);
    return new SchemaElement(
        name,
        type,
        at(node.get("required"), standard).flag(false),
        node.get("array").flag(false),
        text ? (int) at(node.get("min"), standard).number(1) : type == ElementType.CODE ? 1 : 0,
        type == ElementType.DESCRIPTOR || type == ElementType.CODE ? LONGEST_DESCRIPTOR : max,
        children,
        node.get("refers-to").optional().map(ResourceName::new),
        itemKey.texts(),
        type == ElementType.DESCRIPTOR
            ? Optional.of(node.get("descriptor").text(capital(name)))
            : Optional.empty());
  }

  private static void checkItemKey(
      YamlNode node, YamlNode itemKey, Map<String, SchemaElement> children) {
    if (node.get("array").flag(false) && itemKey.isEmpty()) {
      node.problem("an array needs an 'item-key': the children that tell two items apart");
    }
    for (YamlNode name : itemKey.list()) {
      if (!children.containsKey(name.text())) {
        name.problem(
            "the items have no element '"
                + name.text()
                + "'"
                + DidYouMean.hint(name.text(), children.keySet()));
      }
    }
  }

  /** The value at a standard: the node itself, or the entry of the newest standard not after it. */
  private static YamlNode at(YamlNode node, DataStandard standard) {
    if (!node.isMap()) {
      return node;
    }
    YamlNode newest = node.get("");
    for (Map.Entry<String, YamlNode> entry : node.map().entrySet()) {
      Optional<DataStandard> since = standard(entry.getKey(), entry.getValue());
      if (since.isPresent() && since.get().compareTo(standard) <= 0) {
        newest = entry.getValue();
      }
    }
    return newest;
  }

  private static boolean isIn(YamlNode node, DataStandard standard) {
    Optional<DataStandard> since =
        node.get("since").optional().flatMap(version -> standard(version, node.get("since")));
    Optional<DataStandard> until =
        node.get("until").optional().flatMap(version -> standard(version, node.get("until")));
    return since.map(first -> first.compareTo(standard) <= 0).orElse(true)
        && until.map(last -> last.compareTo(standard) >= 0).orElse(true);
  }

  private static Optional<DataStandard> standard(String version, YamlNode node) {
    if (DataStandard.KNOWN.contains(version)) {
      return Optional.of(new DataStandard(version));
    }
    node.problem(
        "unknown data standard '" + version + "'" + DidYouMean.hint(version, DataStandard.KNOWN));
    return Optional.empty();
  }

  private static void checkPaths(YamlNode file, ResourceSchema schema) {
    Set<String> told = new HashSet<>();
    for (String version : DataStandard.KNOWN) {
      DataStandard standard = new DataStandard(version);
      for (YamlNode path : at(file.get("key"), standard).list()) {
        if (schema.element(standard, path.text()).isEmpty() && told.add(path.text())) {
          path.problem(
              "the key names '" + path.text() + "', which is no element of standard " + version);
        }
      }
    }
    for (YamlNode group : file.get("same").list()) {
      group.list().forEach(path -> checkElement(schema, path));
    }
    YamlNode access = file.get("access");
    for (String reference : List.of("organization", "student")) {
      if (!access.get(reference).isEmpty()) {
        checkElement(schema, access.get(reference));
      }
    }
  }

  private static void checkElement(ResourceSchema schema, YamlNode path) {
    if (schema.standardsWith(path.text()).isEmpty()) {
      path.problem(schema.resource() + " has no element '" + path.text() + "'");
    }
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
