package org.statecraft.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.statecraft.admin.EditedFolder;
import org.statecraft.config.YamlNode;

/** Edited files of packs in a request: {@code files}, a text by its path. */
final class SentFiles {

  private SentFiles() {}

  static Map<String, String> of(YamlNode node) {
    Map<String, String> files = new LinkedHashMap<>();
    node.map()
        .forEach(
            (path, text) -> {
              if (!EditedFolder.isPath(path)) {
                text.problem(
                    "no file of a pack is '" + path + "'; write rules/... or descriptors/...");
              }
              files.put(path, text.text());
            });
    return files;
  }
}
