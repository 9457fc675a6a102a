package org.statecraft.api;

import java.util.List;
import org.statecraft.admin.YamlJson;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.CanonicalJson;

/** Natural keys as callers write them: an object, or the id that the API gave the record. */
final class Keys {

  private Keys() {}

  static List<String> of(YamlNode list) {
    return list.list().stream()
        .map(each -> each.isMap() ? CanonicalJson.write(YamlJson.tree(each)) : each.text())
        .toList();
  }
}
