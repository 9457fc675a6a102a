package org.statecraft.mutate;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.statecraft.config.Span;
import org.statecraft.config.YamlNode;

/** The faults in a {@code facts.yaml}: the dates of a school year without any, and the choices. */
final class CatalogueMutants {

  /** Any year without a 29 February will do. */
  private static final int SOME_YEAR = 2023;

  private CatalogueMutants() {}

  static void add(MutantList mutants, YamlNode file) {
    YamlText text = new YamlText(mutants.text());
    for (String name : List.of("default-start", "default-end")) {
      YamlNode node = file.get("scope-year").get(name);
      if (node.isScalar()) {
        Span span = text.value(node);
        LocalDate day = MonthDay.parse("--" + node.text()).atYear(SOME_YEAR);
        for (LocalDate other : List.of(day.minusDays(1), day.plusDays(1))) {
          mutants.replace(
              Operator.SHIFT_DEFAULT, name, span, '"' + other.toString().substring(5) + '"');
        }
      }
    }
    file.get("tables").map().forEach((table, node) -> choices(mutants, text, table, node));
  }

  private static void choices(MutantList mutants, YamlText text, String table, YamlNode node) {
    node.get("choices")
        .map()
        .forEach(
            (field, ways) -> {
              List<Map.Entry<String, YamlNode>> all = new ArrayList<>(ways.map().entrySet());
              for (int i = 0; i < all.size(); i++) {
                String other = all.get((i + 1) % all.size()).getValue().text();
                mutants.replace(
                    Operator.SWAP_CHOICE,
                    table + "." + field + " " + all.get(i).getKey(),
                    text.value(all.get(i).getValue()),
                    other);
              }
            });
  }
}
