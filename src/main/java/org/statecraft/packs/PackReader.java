package org.statecraft.packs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/**
 * Reads a pack: its own files laid over those of the pack it extends, file by file for rules, key
 * by key for {@code resource.yaml}, element by element for {@code elements.yaml}.
 */
public final class PackReader {

  /** How the problem of a file begins of which nothing is known. */
  public static final String UNREADABLE = "the file is ";

  private static final String SCHEMA = "schema";

  private final Path rules;
  private final Path descriptors;
  private final Map<String, String> instead;

  /**
   * @param rules the folder with a folder per pack
   * @param descriptors the folder with the packs' mapping tables
   */
  public PackReader(Path rules, Path descriptors) {
    this(rules, descriptors, Map.of());
  }

  private PackReader(Path rules, Path descriptors, Map<String, String> instead) {
    this.rules = rules;
    this.descriptors = descriptors;
    this.instead = instead;
  }

  /** A reader that reads another text where a file stands, and everything else as it is. */
  public PackReader with(PackFile file, String text) {
    return new PackReader(rules, descriptors, Map.of(file.shown(), text));
  }

  /** The names of the packs there are. */
  public List<String> names() {
    try (Stream<Path> folders = Files.list(rules)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pack.yaml")))
          .map(folder -> folder.getFileName().toString().replace("/", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      Problems problems = new Problems();
      problems.add(Place.of(rules.toString()), "the folder of packs cannot be read");
      throw new InvalidFiles(problems.list());
    }
  }

  /**
   * The pack and those it extends, nearest first, as far as they are there; only {@code pack.yaml}
   * is looked at.
   */
  public List<String> lineage(String name) {
    PackLayers layers = PackLayers.read(rules, name, this::names, instead, new Problems());
    return layers.list().isEmpty()
        ? List.of(name)
        : layers.list().stream().map(PackLayers.Layer::name).toList();
  }

  /**
   * What all packs together look at: the catalogue of what is kept.
   *
   * @throws InvalidFiles when there is no catalogue, or two packs declare a column differently
   */
  public FactCatalogue catalogue() {
    Problems problems = new Problems();
    FactCatalogue union = null;
    for (String name : names()) {
      PackLayers layers = PackLayers.read(rules, name, this::names, instead, problems);
      problems.throwIfAny();
      FactCatalogue own = catalogue(layers, problems);
      union = union == null ? own : union.and(own, problems);
    }
    if (union == null) {
      problems.add(Place.of(rules.toString()), "there is no pack in this folder");
      throw new InvalidFiles(problems.list());
    }
    problems.throwIfAny();
    return union;
  }

  /**
   * Reads a pack and all it extends.
   *
   * @throws InvalidFiles with every problem found
   */
  public RulePack read(String name) {
    Problems problems = new Problems();
    RulePack pack = read(name, problems);
    problems.throwIfAny();
    return pack;
  }

  /**
   * Reads a pack; what is wrong is added to {@code problems}, and the rest is read all the same.
   */
  public RulePack read(String name, Problems problems) {
    PackLayers layers = PackLayers.read(rules, name, this::names, instead, problems);
    if (layers.list().isEmpty()) {
      throw new InvalidFiles(problems.list());
    }
    SortedMap<String, PackFile> files = layers.overlay(problems);
    FactCatalogue catalogue = catalogue(layers, problems);
    DescriptorFiles descriptorFiles = DescriptorFiles.read(descriptors, layers, instead, problems);
    files.putAll(descriptorFiles.all());
    Map<String, CodeTable> codes = new TreeMap<>();
    descriptorFiles
        .codes()
        .forEach((descriptor, file) -> codes.put(descriptor, CodeTableReader.read(file, problems)));
    SortedMap<ResourceName, ResourceDefinition> resources =
        resources(layers, files, new ResourceReader(catalogue, codes, layers), problems);
    PackLayers.Layer own = layers.nearest();
    Map<String, MappingTable> tables = tables(name, descriptorFiles, resources, problems);
    return new RulePack(
        name,
        own.pack().require("title").text(),
        layers.list().stream().map(PackLayers.Layer::name).toList(),
        dataStandard(layers, problems),
        layers.revision(files, schemas(resources.keySet(), problems)),
        catalogue,
        files,
        resources,
        parameters(layers, problems),
        tables,
        codes,
        notApplicable(own.pack()),
        FixedValue.of(layers));
  }

  /** The schemas of a pack's resources, and what hosts add to any. */
  private SortedMap<String, PackFile> schemas(Set<ResourceName> resources, Problems problems) {
    SortedMap<String, PackFile> schemas = new TreeMap<>();
    Path folder = rules.resolve(SCHEMA);
    if (Files.isDirectory(folder)) {
      PackLayers.files(folder, SCHEMA, instead, problems)
          .forEach(
              (path, file) -> {
                boolean counts =
                    path.contains("/")
                        || resources.stream().anyMatch(each -> path.equals(each + ".yaml"));
                if (counts) {
                  schemas.put(path, file);
                }
              });
    }
    return schemas;
  }

  /** The catalogue of the farthest pack, with what each nearer one adds. */
  private static FactCatalogue catalogue(PackLayers layers, Problems problems) {
    List<YamlNode> files = layers.yaml("facts.yaml", problems);
    if (files.isEmpty()) {
      problems.add(Place.of("facts.yaml"), "no pack of the lineage has a fact catalogue");
      throw new InvalidFiles(problems.list());
    }
    FactCatalogue catalogue = FactCatalogueReader.read(files.get(files.size() - 1));
    for (int i = files.size() - 2; i >= 0; i--) {
      catalogue = FactCatalogueReader.read(files.get(i), catalogue, problems);
    }
    return catalogue;
  }

  private static SortedMap<ResourceName, ResourceDefinition> resources(
      PackLayers layers,
      SortedMap<String, PackFile> counting,
      ResourceReader reader,
      Problems problems) {
    SortedMap<ResourceName, ResourceDefinition> resources = new TreeMap<>();
    List<String> folders =
        counting.values().stream()
            .filter(file -> file.path().endsWith("/resource.yaml"))
            .map(PackFile::folder)
            .toList();
    for (String folder : folders) {
      ResourceName name = new ResourceName(folder);
      List<YamlNode> files = layers.yaml(folder + "/resource.yaml", problems);
      if (!files.isEmpty()) {
        resources.put(name, reader.read(name, files, elements(layers, folder, problems)));
      }
    }
    return resources;
  }

  private static Map<String, Element> elements(
      PackLayers layers, String folder, Problems problems) {
    Map<String, Element> elements = new LinkedHashMap<>();
    List<YamlNode> files = layers.yaml(folder + "/elements.yaml", problems);
    for (int i = files.size() - 1; i >= 0; i--) {
      elements = ElementReader.read(files.get(i), elements);
    }
    return elements;
  }

  private static DataStandard dataStandard(PackLayers layers, Problems problems) {
    for (PackLayers.Layer layer : layers.list()) {
      YamlNode node = layer.pack().get("data-standard");
      if (!node.isEmpty()) {
        try {
          return new DataStandard(node.text());
        } catch (IllegalArgumentException e) {
          node.problem(String.valueOf(e.getMessage()));
        }
      }
    }
    layers.nearest().pack().require("data-standard");
    return new DataStandard(DataStandard.KNOWN.get(DataStandard.KNOWN.size() - 1));
  }

  private static List<Parameter> parameters(PackLayers layers, Problems problems) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    List<YamlNode> files = layers.yaml("parameters.yaml", problems);
    for (int i = files.size() - 1; i >= 0; i--) {
      files.get(i).map().forEach((name, value) -> byName.put(name, parameter(name, value)));
    }
    return List.copyOf(byName.values());
  }

  private static Parameter parameter(String name, YamlNode node) {
    node.only("about", "reference", "values");
    SortedMap<Integer, Object> values = new TreeMap<>();
    node.require("values")
        .map()
        .forEach(
            (year, value) -> {
              Object known = value.value();
              if (!year.matches("[0-9]{4}") || known == null) {
                value.problem("expected 'first school year: value', such as '2020: true'");
              } else {
                values.put(Integer.valueOf(year), known);
              }
            });
    return new Parameter(name, node.require("reference").text(), values, node.place());
  }

  private static Map<String, MappingTable> tables(
      String pack,
      DescriptorFiles files,
      SortedMap<ResourceName, ResourceDefinition> resources,
      Problems problems) {
    Map<String, Preference> preferences = new LinkedHashMap<>();
    resources
        .values()
        .forEach(each -> each.preferences().forEach(one -> preferences.put(one.name(), one)));
    Map<String, MappingTable> tables = new LinkedHashMap<>();
    files
        .mappings()
        .forEach(
            (name, file) -> {
              if (!preferences.containsKey(name) && !file.pack().equals(pack)) {
                // The preference went with a resource that a pack on top leaves out.
                return;
              }
              if (!preferences.containsKey(name) && problems.isEmpty()) {
                problems.add(
                    Place.of(file.shown()),
                    "there is no preference '"
                        + name
                        + "'"
                        + DidYouMean.hint(name, preferences.keySet()));
              }
              tables.put(
                  name,
                  MappingTableReader.read(
                      file, Optional.ofNullable(preferences.get(name)), problems));
            });
    return tables;
  }

  private static Map<String, String> notApplicable(YamlNode pack) {
    Map<String, String> reasons = new LinkedHashMap<>();
    pack.get("not-applicable").map().forEach((test, reason) -> reasons.put(test, reason.text()));
    return reasons;
  }
}
