package org.statecraft.packs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/**
 * What hosts add to the resources of the standard, from {@code rules/schema/extensions}: one file
 * for each extension. In a document the added elements stand in {@code _ext}, under the name of
 * their extension.
 */
final class SchemaExtensions {

  private static final String MEMBER = "_ext";

  private SchemaExtensions() {}

  /** Adds the extensions of a folder to the schemas; a folder that is not there has none. */
  static void addTo(Map<ResourceName, ResourceSchema> schemas, Path folder, Problems problems) {
    for (Path path : files(folder, problems)) {
      YamlNode file = YamlFile.read(path, problems).only("extension", "resources");
      String extension = file.require("extension").text("?");
      checkName(path, extension, problems);
      file.require("resources")
          .map()
          .forEach((resource, elements) -> add(schemas, extension, resource, elements));
    }
  }

  private static void add(
      Map<ResourceName, ResourceSchema> schemas,
      String extension,
      String resource,
      YamlNode elements) {
    Optional<ResourceName> name =
        schemas.keySet().stream().filter(each -> each.value().equals(resource)).findFirst();
    if (name.isEmpty()) {
      List<String> known = schemas.keySet().stream().map(ResourceName::value).toList();
      elements.problem(
          "there is no schema of the resource '"
              + resource
              + "'"
              + DidYouMean.hint(resource, known));
      return;
    }
    schemas.computeIfPresent(name.get(), (key, schema) -> extended(schema, extension, elements));
  }

  private static ResourceSchema extended(
      ResourceSchema schema, String extension, YamlNode elements) {
    Map<DataStandard, Map<String, SchemaElement>> standards = new LinkedHashMap<>();
    schema
        .standards()
        .forEach(
            (standard, known) -> {
              Map<String, SchemaElement> all = new LinkedHashMap<>(known);
              Map<String, SchemaElement> extensions = new LinkedHashMap<>();
              Optional.ofNullable(known.get(MEMBER))
                  .ifPresent(member -> extensions.putAll(member.children()));
              extensions.put(
                  extension, group(extension, ResourceSchemaReader.elements(elements, standard)));
              all.put(MEMBER, group(MEMBER, extensions));
              standards.put(standard, all);
            });
    return schema.with(standards);
  }

  private static SchemaElement group(String name, Map<String, SchemaElement> children) {
    return new SchemaElement(
        name,
        ElementType.OBJECT,
        false,
        false,
        0,
        0,
        children,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static void checkName(Path path, String extension, Problems problems) {
    Path file = path.getFileName();
    if (file != null && !file.toString().equals(extension + ".yaml")) {
      problems.add(
          Place.of(path.toString()),
          "the file states the extension " + extension + " and must bear its name");
    }
  }

  private static List<Path> files(Path folder, Problems problems) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      problems.add(Place.of(folder.toString()), "the folder cannot be read: " + e.getMessage());
      return List.of();
    }
  }
}
