package org.statecraft.packs;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.TextFile;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.CanonicalJson;

/**
 * A pack and the packs it extends, nearest first, and how their files are laid over one another.
 */
record PackLayers(List<Layer> list) {

  private static final String[] PACK_KEYS = {
    "state",
    "title",
    "extends",
    "data-standard",
    "replaces",
    "leaves-out",
    "not-applicable",
    "fixed-after-sent",
    "owner",
    "source"
  };

  /** Faults no case can notice, with the reason; about the cases only. */
  static final String EQUIVALENT_MUTANTS = "mutants.yaml";

  PackLayers {
    list = List.copyOf(list);
  }

  /** One pack by itself: its {@code pack.yaml} and its files by relative path. */
  record Layer(String name, YamlNode pack, SortedMap<String, PackFile> files) {

    /** Whether the pack leaves a file of those below out, by itself or with its whole folder. */
    boolean leavesOut(String path) {
      return pack.get("leaves-out").texts().stream()
          .anyMatch(out -> path.equals(out) || path.startsWith(out + "/"));
    }
  }

  /** The pack and what it extends; what cannot be read is told, and the list ends there. */
  static PackLayers read(
      Path rules,
      String name,
      Supplier<List<String>> known,
      Map<String, String> instead,
      Problems problems) {
    List<Layer> layers = new ArrayList<>();
    String next = name;
    Place asked = Place.of(rules.resolve(name).toString());
    while (!next.isEmpty()) {
      Path folder = rules.resolve(next);
      String wanted = next;
      if (!Files.exists(folder.resolve("pack.yaml"))) {
        problems.add(
            asked, "there is no pack '" + wanted + "'" + DidYouMean.hint(wanted, known.get()));
        return new PackLayers(layers);
      }
      if (layers.stream().anyMatch(layer -> layer.name.equals(wanted))) {
        problems.add(asked, "the packs extend one another in a circle");
        return new PackLayers(layers);
      }
      SortedMap<String, PackFile> files = files(folder, next, instead, problems);
      YamlNode pack = packYaml(folder, files, problems).only(PACK_KEYS);
      layers.add(new Layer(next, pack, files));
      next = pack.get("extends").text();
      asked = pack.get("extends").place();
    }
    return new PackLayers(layers);
  }

  private static YamlNode packYaml(
      Path folder, SortedMap<String, PackFile> files, Problems problems) {
    PackFile file = files.get("pack.yaml");
    return file == null
        ? YamlFile.read(folder.resolve("pack.yaml"), problems)
        : YamlFile.parseOften(file.shown(), file.text(), problems);
  }

  /** The pack itself. */
  Layer nearest() {
    return list.get(0);
  }

  /** How far a pack is: 0 for the pack itself, 1 for the one it extends, and so on. */
  int depthOf(String pack) {
    return list.stream().map(Layer::name).toList().indexOf(pack);
  }

  /** How far the pack is that has the file of a place. */
  int depthOf(Place place) {
    for (Layer layer : list) {
      if (layer.files.values().stream().anyMatch(file -> file.shown().equals(place.file()))) {
        return depthOf(layer.name);
      }
    }
    return list.size();
  }

  /** In the order in which they are laid over one another. */
  List<Layer> farthestFirst() {
    List<Layer> turned = new ArrayList<>(list);
    Collections.reverse(turned);
    return turned;
  }

  /**
   * The text files of a folder and its subfolders.
   *
   * @param instead texts that are read in place of files, by the path shown
   */
  static SortedMap<String, PackFile> files(
      Path folder, String pack, Map<String, String> instead, Problems problems) {
    SortedMap<String, PackFile> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path relative = folder.relativize(file);
        String path = relative.toString().replace('\\', '/');
        if (PackFiles.isMisnamed(relative)) {
          problems.add(
              Place.of(file.toString()),
              "a file of this name is not read; let its name end in .drl, .yaml or .csv, in small"
                  + " letters");
        }
        if (PackFiles.isPackFile(relative)) {
          String shown = file.toString();
          String text = instead.get(shown);
          files.put(
              path, new PackFile(path, shown, pack, text == null ? text(file, problems) : text));
        }
      }
    } catch (IOException e) {
      problems.add(Place.of(folder.toString()), "the folder cannot be read: " + e.getMessage());
    }
    return files;
  }

  private static String text(Path file, Problems problems) throws IOException {
    Place place = Place.of(file.toString());
    try {
      String text = TextFile.read(file);
      if (text.isBlank()) {
        problems.add(
            place, PackReader.UNREADABLE + "empty; write again what was in it, or delete it");
      }
      return text;
    } catch (CharacterCodingException e) {
      problems.add(
          place,
          PackReader.UNREADABLE
              + "not UTF-8; save it as plain text in UTF-8, with an editor for such files");
      return "";
    }
  }

  /** The files that count. Replacing a rule file must be declared, and must replace one. */
  SortedMap<String, PackFile> overlay(Problems problems) {
    SortedMap<String, PackFile> files = new TreeMap<>();
    for (Layer layer : farthestFirst()) {
      List<String> replaces = layer.pack.get("replaces").texts();
      for (YamlNode out : layer.pack.get("leaves-out").list()) {
        String path = out.text();
        if (!files.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"))) {
          out.problem("'" + path + "' leaves out nothing: no pack below has such a file or folder");
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

  /** A YAML file of each pack that has it, nearest first, down to one that leaves it out. */
  List<YamlNode> yaml(String path, Problems problems) {
    List<YamlNode> nodes = new ArrayList<>();
    for (Layer layer : list) {
      PackFile file = layer.files.get(path);
      if (file != null) {
        YamlNode node = YamlFile.parseOften(file.shown(), file.text(), problems);
        if (!node.isEmpty()) {
          nodes.add(node);
        }
      }
      if (layer.leavesOut(path)) {
        break;
      }
    }
    return nodes;
  }

  /**
   * The hash of everything that decides; tests and pages do not.
   *
   * @param schemas the files of the schemas that count, by path
   */
  String revision(SortedMap<String, PackFile> files, SortedMap<String, PackFile> schemas) {
    StringBuilder all = new StringBuilder();
    for (Layer layer : list) {
      layer.files.forEach(
          (path, file) -> {
            if (decides(path)) {
              append(all, layer.name + "/" + path, file);
            }
          });
    }
    files.forEach(
        (path, file) -> {
          if (path.startsWith("descriptors/")) {
            append(all, path, file);
          }
        });
    schemas.forEach((path, file) -> append(all, "schema/" + path, file));
    return CanonicalJson.hash(all.toString()).toString().replace("-", "").substring(0, 12);
  }

  private static boolean decides(String path) {
    return !path.startsWith("tests/")
        && !path.contains("/tests/")
        && !path.endsWith("/page.yaml")
        && !path.equals(EQUIVALENT_MUTANTS);
  }

  private static void append(StringBuilder all, String path, PackFile file) {
    all.append(path).append('\0').append(file.text()).append('\0');
  }
}
