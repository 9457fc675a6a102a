package org.statecraft.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.RulePack;

/**
 * The rows of one page of a state or of the Core suite, from {@code <folder>/page.yaml}.
 *
 * @param document the title of the page
 * @param sections the page's sections in its order: row id to what the row says, in our words
 * @param later rows whose ability comes with a later version, with the reason
 * @param tests rows that are shown end to end by tests, {@code package.Class#method}
 */
public record Page(
    String document,
    String pack,
    Map<String, Map<String, String>> sections,
    Map<String, String> later,
    Map<String, List<String>> tests,
    Place place) {

  /** The pages a pack itself transcribes, not those of the packs it extends. */
  public static List<Page> of(RulePack pack, Problems problems) {
    List<Page> pages = new ArrayList<>();
    for (PackFile file : pack.files().values()) {
      if (file.path().endsWith("/page.yaml") && file.pack().equals(pack.name())) {
        pages.add(page(file, YamlFile.parse(file.shown(), file.text(), problems)));
      }
    }
    return pages;
  }

  private static Page page(PackFile file, YamlNode node) {
    node.only("document", "sections", "later", "tests");
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> all = new LinkedHashMap<>();
    node.require("sections")
        .map()
        .forEach(
            (section, rows) -> {
              Map<String, String> own = new LinkedHashMap<>();
              rows.map()
                  .forEach(
                      (id, says) -> {
                        own.put(id, says.text());
                        if (all.put(id, says.text()) != null) {
                          says.problem("there is a row " + id + " already");
                        }
                      });
              sections.put(section, own);
            });
    Map<String, String> later = new LinkedHashMap<>();
    node.get("later")
        .map()
        .forEach(
            (id, reason) -> {
              if (!all.containsKey(id)) {
                reason.problem("there is no row '" + id + "'" + DidYouMean.hint(id, all.keySet()));
              }
              later.put(id, reason.text());
            });
    Map<String, List<String>> tests = new LinkedHashMap<>();
    node.get("tests")
        .map()
        .forEach(
            (id, names) -> {
              if (!all.containsKey(id)) {
                names.problem("there is no row '" + id + "'" + DidYouMean.hint(id, all.keySet()));
              }
              tests.put(id, names.texts());
            });
    return new Page(
        node.require("document").text(), file.pack(), sections, later, tests, node.place());
  }

  /** The ids of all rows, in the order of the page. */
  public List<String> rows() {
    return sections.values().stream().flatMap(rows -> rows.keySet().stream()).toList();
  }
}
