package org.statecraft.mutate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statecraft.config.Span;
import org.statecraft.config.YamlNode;

/** The faults in a {@code resource.yaml}: every switch turned, every list shortened. */
final class SwitchMutants {

  /** The words of each switch, the default first. */
  private static final Map<String, List<String>> SWITCHES = new LinkedHashMap<>();

  static {
    SWITCHES.put("same-key", List.of("merge", "highest"));
    SWITCHES.put("row-gone", List.of("put", "delete-then-post"));
    SWITCHES.put("ownership", List.of("student", "shared", "lookup"));
    SWITCHES.put("delete", List.of("when-not-desired", "all-schools-resync", "never"));
    SWITCHES.put("excluded-after-sent", List.of("delete", "keep"));
  }

  private final MutantList mutants;
  private final YamlText text;
  private final YamlNode file;

  SwitchMutants(MutantList mutants, YamlNode file) {
    this.mutants = mutants;
    this.text = new YamlText(mutants.text());
    this.file = file;
  }

  /**
   * @param first whether no pack below has such a file, so that what it does not say is the default
   */
  void add(boolean first, Paths paths) {
    SWITCHES.forEach((name, words) -> turn(name, words, first));
    for (String list : List.of("delete-then-post", "keep-for", "cascades", "resynced-with")) {
      entries(list, file.get(list));
    }
    YamlNode key = file.get("identity").get("key");
    if (!key.isEmpty()) {
      for (String other : paths.others(key.text())) {
        mutants.replace(Operator.SWAP_PATH, "identity", text.value(key), other);
      }
    }
  }

  private void turn(String name, List<String> words, boolean first) {
    YamlNode node = file.get(name);
    if (node.isEmpty() && !first) {
      return;
    }
    String now = node.text(words.get(0));
    for (String other : words) {
      if (other.equals(now)) {
        continue;
      }
      String change = name + ": " + now + " => " + other;
      if (node.isEmpty()) {
        int end = mutants.text().length();
        String line = mutants.text().endsWith("\n") ? "" : "\n";
        mutants.add(
            Operator.TURN_SWITCH, new Span(end, end), line + name + ": " + other + "\n", change);
      } else {
        mutants.add(Operator.TURN_SWITCH, text.value(node), other, change);
      }
    }
  }

  /**
   * The faults in the preferences, which concern all rules and not this resource alone.
   *
   * @param seen the preferences whose values rules see as facts
   */
  void addPreferences(Set<String> seen) {
    file.get("preferences")
        .map()
        .forEach(
            (name, preference) -> {
              YamlNode unmapped = preference.get("unmapped");
              if (unmapped.isEmpty()) {
                sameWhereNothingIsSaid(name, preference);
              } else {
                String now = unmapped.text();
                String other = now.equals("same") ? "does-not-report" : "same";
                mutants.add(
                    Operator.TURN_SWITCH,
                    text.value(unmapped),
                    other,
                    name + ": unmapped: " + now + " => " + other);
              }
              if (seen.contains(name)) {
                entries(name + ": values", preference.get("values"));
              }
            });
  }

  private void sameWhereNothingIsSaid(String name, YamlNode preference) {
    int start = text.value(preference).start();
    boolean braces = mutants.text().charAt(start) == '{';
    int at = braces ? start + 1 : start;
    int indent = start - (mutants.text().lastIndexOf('\n', start - 1) + 1);
    mutants.add(
        Operator.TURN_SWITCH,
        new Span(at, at),
        "unmapped: same" + (braces ? ", " : "\n" + " ".repeat(indent)),
        name + ": unmapped: does-not-report => same");
  }

  private void entries(String what, YamlNode list) {
    List<YamlNode> items = list.list();
    for (YamlNode item : items) {
      Span span = items.size() == 1 ? text.member(list) : text.item(item);
      mutants.add(Operator.DROP_ENTRY, span, "", what + ": " + item.text() + " => (left out)");
    }
  }
}
