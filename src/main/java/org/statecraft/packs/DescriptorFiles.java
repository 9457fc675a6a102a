package org.statecraft.packs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/**
 * The files of {@code descriptors/} that count for a pack: of each name the nearest, its own before
 * those of the packs it extends.
 *
 * @param mappings by preference
 * @param codes by descriptor
 */
record DescriptorFiles(SortedMap<String, PackFile> mappings, SortedMap<String, PackFile> codes) {

  private static final String CODES = "codes/";

  static DescriptorFiles read(
      Path descriptors, PackLayers layers, Map<String, String> instead, Problems problems) {
    DescriptorFiles files = new DescriptorFiles(new TreeMap<>(), new TreeMap<>());
    for (PackLayers.Layer layer : layers.farthestFirst()) {
      Path folder = descriptors.resolve(layer.name());
      if (Files.isDirectory(folder)) {
        PackLayers.files(folder, layer.name(), instead, problems)
            .values()
            .forEach(file -> files.add(file, problems));
      }
    }
    return files;
  }

  private void add(PackFile file, Problems problems) {
    String name = file.path().replace(".csv", "");
    if (!file.path().endsWith(".csv")) {
      return;
    }
    if (!name.contains("/")) {
      mappings.put(name, file);
    } else if (name.startsWith(CODES) && name.indexOf('/') == name.lastIndexOf('/')) {
      codes.put(name.substring(CODES.length()), file);
    } else {
      problems.add(
          Place.of(file.shown()),
          "a table of mappings stands in the pack's own folder, a table of codes in 'codes/'");
    }
  }

  /** All files, by the path they have below a pack's folder. */
  SortedMap<String, PackFile> all() {
    SortedMap<String, PackFile> all = new TreeMap<>();
    mappings.values().forEach(file -> all.put("descriptors/" + file.path(), file));
    codes.values().forEach(file -> all.put("descriptors/" + file.path(), file));
    return all;
  }
}
