package org.statecraft.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.RulePack;

/** Names facts for people: {@code Table/key} for a Campus row, the type for a derived fact. */
final class FactLabels {

  private record Label(String table, List<FactPath> key) {}

  private final Map<Class<?>, Label> labels = new HashMap<>();

  FactLabels(RulePack pack, Map<String, Class<?>> types) {
    for (FactTable table : pack.catalogue().tables().values()) {
      Class<?> type = types.get(table.name().value());
      if (type == null) {
        continue;
      }
      List<FactPath> key = new ArrayList<>();
      for (String column : table.key()) {
        FactPath.of(type, List.of(column)).ifPresent(key::add);
      }
      labels.put(type, new Label(table.name().value(), key));
    }
  }

  String of(Object fact) {
    Label label = labels.get(fact.getClass());
    if (label == null) {
      return fact.getClass().getSimpleName();
    }
    StringBuilder text = new StringBuilder(label.table()).append('/');
    for (int i = 0; i < label.key().size(); i++) {
      text.append(i == 0 ? "" : "|").append(label.key().get(i).read(fact));
    }
    return text.toString();
  }
}
