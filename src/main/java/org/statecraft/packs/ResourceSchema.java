package org.statecraft.packs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/**
 * What an Ed-Fi API takes for a resource. Path and key are those of the newest data standard;
 * {@link #in} gives the schema as another standard has it.
 *
 * @param path of the endpoint below the data address, such as {@code /ed-fi/programs}
 * @param superclass resources with the same superclass share one key
 * @param key the dotted paths of the natural key
 * @param keyMayChange whether a PUT may change the natural key
 * @param same groups of dotted paths whose values must agree where present
 * @param access what a host checks beside the document itself
 * @param standards the elements by name, for every data standard we know
 * @param namings path and key for every data standard we know
 */
public record ResourceSchema(
    ResourceName resource,
    String path,
    Optional<Superclass> superclass,
    List<String> key,
    boolean keyMayChange,
    List<List<String>> same,
    Access access,
    Map<DataStandard, Map<String, SchemaElement>> standards,
    Map<DataStandard, Naming> namings,
    Place place) {

  /**
   * The abstract resource a resource is a case of.
   *
   * @param key what a reference to it calls the elements of the key, in the key's order
   */
  public record Superclass(ResourceName name, List<String> key) {}

  /**
   * What a data standard calls the resource and its key.
   *
   * @param superclassKey what a reference to the superclass calls the elements of the key
   */
  public record Naming(String path, List<String> key, List<String> superclassKey) {

    public Naming {
      key = List.copyOf(key);
      superclassKey = List.copyOf(superclassKey);
    }
  }

  /**
   * The relationships a host with default settings asks for.
   *
   * @param organization the reference to the organization that must be under the client
   * @param student the reference to the student who must be enrolled under the client
   * @param enrollment the record is what enrolls the student
   * @param person the record is the student
   */
  public record Access(
      Optional<String> organization,
      Optional<String> student,
      boolean enrollment,
      boolean person) {}

  public ResourceSchema {
    key = List.copyOf(key);
    same = same.stream().map(List::copyOf).toList();
    Map<DataStandard, Map<String, SchemaElement>> copy = new LinkedHashMap<>();
    standards.forEach(
        (standard, elements) ->
            copy.put(standard, Collections.unmodifiableMap(new LinkedHashMap<>(elements))));
    standards = Collections.unmodifiableMap(copy);
    namings = Map.copyOf(namings);
  }

  /** The schema with the path and the key that a data standard has. */
  public ResourceSchema in(DataStandard standard) {
    Naming naming = namings.get(standard);
    if (naming == null) {
      throw new IllegalArgumentException(resource + " is not stated for standard " + standard);
    }
    return new ResourceSchema(
        resource,
        naming.path(),
        superclass.map(above -> new Superclass(above.name(), naming.superclassKey())),
        naming.key(),
        keyMayChange,
        same,
        access,
        standards,
        namings,
        place);
  }

  /** Another resource with the same key and elements, as the cases of one superclass have them. */
  public ResourceSchema named(ResourceName other) {
    return new ResourceSchema(
        other,
        path.substring(0, path.lastIndexOf('/') + 1) + other,
        superclass,
        key,
        keyMayChange,
        same,
        access,
        standards,
        namings,
        place);
  }

  /** The same resource with other elements. */
  ResourceSchema with(Map<DataStandard, Map<String, SchemaElement>> elements) {
    return new ResourceSchema(
        resource, path, superclass, key, keyMayChange, same, access, elements, namings, place);
  }

  /** The elements that a data standard has, by name, in the order of the file. */
  public Map<String, SchemaElement> forStandard(DataStandard standard) {
    return standards.getOrDefault(standard, Map.of());
  }

  /** The element at a dotted path; list items are looked into. */
  public Optional<SchemaElement> element(DataStandard standard, String path) {
    Map<String, SchemaElement> members = forStandard(standard);
    SchemaElement found = null;
    for (String name : path.split("\\.")) {
      found = members.get(name);
      if (found == null) {
        return Optional.empty();
      }
      members = found.children();
    }
    return Optional.ofNullable(found);
  }

  /** The data standards that have an element at a dotted path, oldest first. */
  public List<DataStandard> standardsWith(String path) {
    return standards.keySet().stream()
        .filter(standard -> element(standard, path).isPresent())
        .sorted()
        .toList();
  }

  /**
   * The name of each key element as a query parameter, in the key's order: its last name, preceded
   * by its reference's name where two elements would have the same, or where it is one word, such
   * as "name", that says nothing alone.
   */
  public List<String> keyParameters() {
    List<String> last = key.stream().map(ResourceSchema::lastName).toList();
    return key.stream()
        .map(
            path ->
                Collections.frequency(last, lastName(path)) == 1 && !isOneWord(lastName(path))
                    ? lastName(path)
                    : withReference(path))
        .toList();
  }

  private static boolean isOneWord(String name) {
    return name.equals(name.toLowerCase(Locale.ROOT));
  }

  /** The names of the key elements inside a reference to this resource, in the key's order. */
  public List<String> referenceKey() {
    return key.stream().map(ResourceSchema::lastName).toList();
  }

  private static String withReference(String path) {
    String name = lastName(path);
    if (name.length() == path.length()) {
      return name;
    }
    String reference = path.substring(0, path.length() - name.length() - 1);
    String role = lastName(reference).replaceFirst("Reference$", "");
    return name.startsWith(role)
        ? name
        : role + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
