package org.statecraft.packs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;

/**
 * Reads a pack: its own files laid over those of the pack it extends, file by file for rules, key
 * by key for {@code resource.yaml}, element by element for {@code elements.yaml}.
 */
public final class PackReader {

  private static final String[] PACK_KEYS = {
    "state",
    "title",
    "extends",
    "data-standard",
    "replaces",
    "leaves-out",
    "not-applicable",
    "owner",
    "source"
  };

  private final Path rules;
  private final Path descriptors;

  /**
   * @param rules the folder with a folder per pack
   * @param descriptors the folder with the packs' mapping tables
   */
  public PackReader(Path rules, Path descriptors) {
    this.rules = rules;
    this.descriptors = descriptors;
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
   * What all packs together look at: the catalogue of what is kept.
   *
   * @throws InvalidFiles when there is no catalogue, or two packs declare a column differently
   */
  public FactCatalogue catalogue() {
    Problems problems = new Problems();
    FactCatalogue union = null;
    for (String name : names()) {
      Path file = rules.resolve(name).resolve("facts.yaml");
      if (Files.exists(file)) {
        FactCatalogue own = FactCatalogueReader.read(YamlFile.read(file, problems));
        union = union == null ? own : union.and(own, problems);
      }
    }
    if (union == null) {
      problems.add(Place.of(rules.toString()), "no pack has a fact catalogue, facts.yaml");
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
    List<Layer> layers = layers(name, problems);
    if (layers.isEmpty()) {
      throw new InvalidFiles(problems.list());
    }
    SortedMap<String, PackFile> files = overlay(layers, problems);
    FactCatalogue catalogue = catalogue(files, problems);
    SortedMap<ResourceName, ResourceDefinition> resources = resources(layers, catalogue, problems);
    Layer own = layers.get(0);
    Map<String, MappingTable> tables = tables(layers, resources, files, problems);
    return new RulePack(
        name,
        own.pack.require("title").text(),
        layers.stream().map(Layer::name).toList(),
        dataStandard(layers, problems),
        revision(layers, files),
        catalogue,
        files,
        resources,
        parameters(layers, problems),
        tables,
        notApplicable(own.pack));
  }

  private record Layer(String name, YamlNode pack, SortedMap<String, PackFile> files) {}

  private List<Layer> layers(String name, Problems problems) {
    List<Layer> layers = new ArrayList<>();
    String next = name;
    Place asked = Place.of(rules.resolve(name).toString());
    while (!next.isEmpty()) {
      Path folder = rules.resolve(next);
      String wanted = next;
      if (!Files.exists(folder.resolve("pack.yaml"))) {
        problems.add(asked, "there is no pack '" + wanted + "'" + DidYouMean.hint(wanted, names()));
        return layers;
      }
      if (layers.stream().anyMatch(layer -> layer.name.equals(wanted))) {
        problems.add(asked, "the packs extend one another in a circle");
        return layers;
      }
      SortedMap<String, PackFile> files = files(folder, next, problems);
      YamlNode pack = YamlFile.read(folder.resolve("pack.yaml"), problems).only(PACK_KEYS);
      layers.add(new Layer(next, pack, files));
      next = pack.get("extends").text();
      asked = pack.get("extends").place();
    }
    return layers;
  }

  private static SortedMap<String, PackFile> files(Path folder, String pack, Problems problems) {
    SortedMap<String, PackFile> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        if (path.endsWith(".drl") || path.endsWith(".yaml") || path.endsWith(".csv")) {
          String text = Files.readString(file, StandardCharsets.UTF_8);
          files.put(path, new PackFile(path, file.toString(), pack, text));
        }
      }
    } catch (IOException e) {
      problems.add(Place.of(folder.toString()), "the folder cannot be read: " + e.getMessage());
    }
    return files;
  }

  private static SortedMap<String, PackFile> overlay(List<Layer> layers, Problems problems) {
    SortedMap<String, PackFile> files = new TreeMap<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      List<String> replaces = layer.pack.get("replaces").texts();
      for (YamlNode out : layer.pack.get("leaves-out").list()) {
        if (files.remove(out.text()) == null) {
          out.problem("'" + out.text() + "' leaves out nothing: no pack below has this file");
        }
      }
      for (YamlNode replaced : layer.pack.get("replaces").list()) {
        String path = replaced.text();
        if (!files.containsKey(path) || !layer.files.containsKey(path)) {
          replaced.problem(
              "'" + path + "' replaces nothing: the file must be in this pack and in one below");
        }
      }
      for (PackFile file : layer.files.values()) {
        if (file.isRules() && files.containsKey(file.path()) && !replaces.contains(file.path())) {
          problems.add(
              Place.of(file.shown()),
              "the file replaces that of the pack below; list '"
                  + file.path()
                  + "' under 'replaces:' in pack.yaml if this is meant");
        }
        files.put(file.path(), file);
      }
    }
    return files;
  }

  private static FactCatalogue catalogue(SortedMap<String, PackFile> files, Problems problems) {
    PackFile file = files.get("facts.yaml");
    if (file == null) {
      problems.add(Place.of("facts.yaml"), "no pack of the lineage has a fact catalogue");
      throw new InvalidFiles(problems.list());
    }
    return FactCatalogueReader.read(YamlFile.parse(file.shown(), file.text(), problems));
  }

  private static SortedMap<ResourceName, ResourceDefinition> resources(
      List<Layer> layers, FactCatalogue catalogue, Problems problems) {
    SortedMap<ResourceName, ResourceDefinition> resources = new TreeMap<>();
    List<String> folders =
        layers.stream()
            .flatMap(layer -> layer.files.values().stream())
            .filter(file -> file.path().endsWith("/resource.yaml"))
            .map(PackFile::folder)
            .distinct()
            .toList();
    ResourceReader reader = new ResourceReader(catalogue);
    for (String folder : folders) {
      ResourceName name = new ResourceName(folder);
      List<YamlNode> files = yaml(layers, folder + "/resource.yaml", problems);
      if (!files.isEmpty()) {
        resources.put(name, reader.read(name, files, elements(layers, folder, problems)));
      }
    }
    return resources;
  }

  private static List<YamlNode> yaml(List<Layer> layers, String path, Problems problems) {
    return layers.stream()
        .map(layer -> layer.files.get(path))
        .filter(java.util.Objects::nonNull)
        .map(file -> YamlFile.parse(file.shown(), file.text(), problems))
        .filter(node -> !node.isEmpty())
        .toList();
  }

  private static Map<String, Element> elements(
      List<Layer> layers, String folder, Problems problems) {
    Map<String, Element> elements = new LinkedHashMap<>();
    List<YamlNode> files = yaml(layers, folder + "/elements.yaml", problems);
    for (int i = files.size() - 1; i >= 0; i--) {
      elements = ElementReader.read(files.get(i), elements);
    }
    return elements;
  }

  private static DataStandard dataStandard(List<Layer> layers, Problems problems) {
    for (Layer layer : layers) {
      YamlNode node = layer.pack.get("data-standard");
      if (!node.isEmpty()) {
        try {
          return new DataStandard(node.text());
        } catch (IllegalArgumentException e) {
          node.problem(String.valueOf(e.getMessage()));
        }
      }
    }
    layers.get(0).pack.require("data-standard");
    return new DataStandard(DataStandard.KNOWN.get(DataStandard.KNOWN.size() - 1));
  }

  private static List<Parameter> parameters(List<Layer> layers, Problems problems) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      PackFile file = layers.get(i).files.get("parameters.yaml");
      if (file != null) {
        YamlNode node = YamlFile.parse(file.shown(), file.text(), problems);
        node.map().forEach((name, value) -> byName.put(name, parameter(name, value)));
      }
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

  private Map<String, MappingTable> tables(
      List<Layer> layers,
      SortedMap<ResourceName, ResourceDefinition> resources,
      SortedMap<String, PackFile> all,
      Problems problems) {
    Map<String, Preference> preferences = new LinkedHashMap<>();
    resources
        .values()
        .forEach(each -> each.preferences().forEach(one -> preferences.put(one.name(), one)));
    Map<String, MappingTable> tables = new LinkedHashMap<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Path folder = descriptors.resolve(layers.get(i).name);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      for (PackFile file : files(folder, layers.get(i).name, problems).values()) {
        String name = file.path().replace(".csv", "");
        if (file.path().endsWith(".csv")) {
          if (!preferences.containsKey(name) && problems.isEmpty()) {
            problems.add(
                Place.of(file.shown()),
                "there is no preference '"
                    + name
                    + "'"
                    + DidYouMean.hint(name, preferences.keySet()));
          }
          all.put("descriptors/" + file.path(), file);
          tables.put(
              name,
              MappingTableReader.read(file, Optional.ofNullable(preferences.get(name)), problems));
        }
      }
    }
    return tables;
  }

  private static Map<String, String> notApplicable(YamlNode pack) {
    Map<String, String> reasons = new LinkedHashMap<>();
    pack.get("not-applicable").map().forEach((test, reason) -> reasons.put(test, reason.text()));
    return reasons;
  }

  private static String revision(List<Layer> layers, SortedMap<String, PackFile> files) {
    StringBuilder all = new StringBuilder();
    for (Layer layer : layers) {
      layer.files.forEach(
          (path, file) -> {
            if (!path.contains("/tests/")) {
              all.append(layer.name)
                  .append('/')
                  .append(path)
                  .append('\0')
                  .append(file.text())
                  .append('\0');
            }
          });
    }
    files.forEach(
        (path, file) -> {
          if (path.startsWith("descriptors/")) {
            all.append(path).append('\0').append(file.text()).append('\0');
          }
        });
    return CanonicalJson.hash(all.toString()).toString().replace("-", "").substring(0, 12);
  }
}
