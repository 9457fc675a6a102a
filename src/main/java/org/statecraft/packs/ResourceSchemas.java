package org.statecraft.packs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/** The schemas of all resources we know, by name. */
public record ResourceSchemas(Map<ResourceName, ResourceSchema> byName) {

  public ResourceSchemas {
    byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  /**
   * Reads every {@code .yaml} file of a folder, and its {@code extensions}. What is wrong in a file
   * is told in {@code problems} with its place; the other files are read all the same.
   */
  public static ResourceSchemas load(Path folder, Problems problems) {
    Map<ResourceName, ResourceSchema> byName = new TreeMap<>();
    for (Path path : files(folder, problems)) {
      YamlNode file = YamlFile.read(path, problems);
      if (!file.isEmpty()) {
        ResourceSchema schema = ResourceSchemaReader.read(file);
        checkName(path, schema, problems);
        byName.put(schema.resource(), schema);
      }
    }
    SchemaExtensions.addTo(byName, folder.resolve("extensions"), problems);
    return new ResourceSchemas(byName);
  }

  /** Reads one schema that does not come from a file of the folder. */
  public static ResourceSchema read(YamlNode file) {
    return ResourceSchemaReader.read(file);
  }

  /** The same schemas with the paths and keys that a data standard has. */
  public ResourceSchemas in(DataStandard standard) {
    Map<ResourceName, ResourceSchema> inStandard = new TreeMap<>();
    byName.forEach((name, schema) -> inStandard.put(name, schema.in(standard)));
    return new ResourceSchemas(inStandard);
  }

  /** These and others; where both have a resource, the others count. */
  public ResourceSchemas and(ResourceSchemas others) {
    Map<ResourceName, ResourceSchema> union = new TreeMap<>(byName);
    union.putAll(others.byName);
    return new ResourceSchemas(union);
  }

  public Optional<ResourceSchema> find(ResourceName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The resources that are cases of a superclass. */
  public List<ResourceSchema> subclassesOf(ResourceName superclass) {
    return all().stream()
        .filter(
            schema ->
                schema.superclass().map(ResourceSchema.Superclass::name).stream()
                    .anyMatch(superclass::equals))
        .toList();
  }

  /** All schemas, by name. */
  public Collection<ResourceSchema> all() {
    return byName.values();
  }

  private static void checkName(Path path, ResourceSchema schema, Problems problems) {
    Path file = path.getFileName();
    if (file != null && !file.toString().equals(schema.resource() + ".yaml")) {
      problems.add(
          Place.of(path.toString()),
          "the file states the resource " + schema.resource() + " and must bear its name");
    }
  }

  private static List<Path> files(Path folder, Problems problems) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      problems.add(Place.of(folder.toString()), "the folder cannot be read: " + e.getMessage());
      return List.of();
    }
  }
}
