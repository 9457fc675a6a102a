package org.statecraft.mutate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.statecraft.campus.TableName;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.packs.Element;
import org.statecraft.packs.PackFile;
import org.statecraft.packs.Preference;

/** Which faults are made of the files beside the rules: each as the file then reads. */
class FileMutantsTest {

  private static final Preference SIZE = preference("Size");
  private static final Preference OTHER_SIZE = preference("OtherSize");

  private static Preference preference(String name) {
    return new Preference(
        name,
        name,
        Optional.of(new Preference.Column(new TableName("Box"), "size")),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "none in a test",
        false,
        Place.of("x"));
  }

  private static MutantList list(String path, String text) {
    return new MutantList(new PackFile(path, path, "x", text), path, "");
  }

  private static YamlNode yaml(String text) {
    return YamlFile.parse("x", text, new Problems());
  }

  private static List<String> after(MutantList mutants) {
    return mutants.list().stream()
        .map(each -> each.operator().word() + ": " + each.after().strip())
        .toList();
  }

  @Test
  void elements() {
    String text =
        """
        begin: {from: box.from, need: M}
        box:
          size: {from: box.size, map: Size, unmapped: holds, since: "3.1", page: "2"}
        fixed: {value: false}
        sides:
          page: "4"
          items:
            - side: {value: top}
            - side: {value: 'end'}
        gone: {never: "not on the page"}
        """;
    Map<String, Class<?>> types = new LinkedHashMap<>();
    types.put("box.from", LocalDate.class);
    types.put("box.size", String.class);
    types.put("box.until", LocalDate.class);
    types.put("lid.size", String.class);
    MutantList mutants = list("r/elements.yaml", text);
    new ElementMutants(
            mutants,
            new Paths(types),
            List.of(SIZE, OTHER_SIZE),
            Map.of(
                "fixed",
                new Element.Value(List.of(), false, "", false, new Place("x", 4, 8)),
                "sides",
                new Element.Group(Map.of(), new Place("x", 5, 8))),
            Map.of(
                "fixed",
                new Element.Value(List.of(), false, "", false, Place.of("y")),
                "sides",
                new Element.Group(
                    Map.of("side", new Element.Value(List.of("a"), null, "", false, Place.of("y"))),
                    Place.of("y")),
                "begin",
                new Element.Never("", Place.of("y"))))
        .add(yaml(text));
    assertEquals(
        List.of(
            "drop-element: begin: {never: left out}",
            "swap-path: begin: {from: box.until, need: M}",
            "drop-element: {never: left out}",
            "drop-element: size: {never: left out}",
            "drop-standard: size: {from: box.size, map: Size, unmapped: holds, page: \"2\"}",
            "swap-path: size: {from: lid.size, map: Size, unmapped: holds, since: \"3.1\", page: \"2\"}",
            "turn-switch: size: {from: box.size, map: Size, unmapped: left-out, since: \"3.1\", page: \"2\"}",
            "drop-mapping: size: {from: box.size, unmapped: holds, since: \"3.1\", page: \"2\"}",
            "swap-mapping: size: {from: box.size, map: OtherSize, unmapped: holds, since: \"3.1\", page: \"2\"}",
            "drop-element: fixed: {never: left out}",
            "replace-constant: fixed: {value: true}",
            "drop-element: {never: left out}",
            "drop-element: - {}",
            "drop-element: - side: {never: left out}",
            "replace-constant: - side: {value: top~}",
            "drop-element: - {}",
            "drop-element: - side: {never: left out}",
            "replace-constant: - side: {value: 'end~'}",
            "inherit-element: "),
        after(mutants));
    mutants.list().forEach(each -> assertReadable(each.text()));
  }

  private static void assertReadable(String text) {
    Problems problems = new Problems();
    YamlFile.parse("x", text, problems);
    assertEquals(List.of(), problems.list(), text);
  }

  @Test
  void switches() {
    String text =
        """
        record: Box
        identity: {object: Box, key: box.id}
        same-key: highest
        delete-then-post: [one, two]
        keep-for: [X-1]
        cascades: [others]
        resynced-with: [friends]
        preferences:
          Size:
            label: Size
            values: [S, M]
          Brief: {label: Brief, column: Box.size, unmapped: same}
        """;
    Map<String, Class<?>> types = new LinkedHashMap<>();
    types.put("box.id", Long.class);
    types.put("lid.id", Long.class);
    MutantList mutants = list("r/resource.yaml", text);
    SwitchMutants switches = new SwitchMutants(mutants, yaml(text));
    switches.add(true, new Paths(types));
    switches.addPreferences(Set.of("Size"));
    assertEquals(
        List.of(
            "turn-switch: same-key: merge",
            "turn-switch: row-gone: delete-then-post",
            "turn-switch: ownership: shared",
            "turn-switch: ownership: lookup",
            "turn-switch: delete: all-schools-resync",
            "turn-switch: delete: never",
            "turn-switch: excluded-after-sent: keep",
            "drop-entry: delete-then-post: [two]",
            "drop-entry: delete-then-post: [one]",
            "drop-entry: ",
            "drop-entry: ",
            "drop-entry: ",
            "swap-path: identity: {object: Box, key: lid.id}",
            "turn-switch: unmapped: same\n    label: Size",
            "drop-entry: values: [M]",
            "drop-entry: values: [S]",
            "turn-switch: Brief: {label: Brief, column: Box.size, unmapped: does-not-report}"),
        after(mutants));
    mutants.list().forEach(each -> assertReadable(each.text()));
  }

  @Test
  void switchesThatAPackBelowSays_areItsOwn() {
    String text = "page: A page\nsame-key: merge\n";
    MutantList mutants = list("r/resource.yaml", text);
    new SwitchMutants(mutants, yaml(text)).add(false, new Paths(Map.of()));
    assertEquals(List.of("turn-switch: same-key: highest"), after(mutants));
  }

  @Test
  void parameters() {
    String text =
        """
        word:
          about: A word.
          values: {1990: "CTE", 2025: VOC}
        least:
          values:
            1990: 5
            2025: 8
        on:
          values: {1990: true}
        """;
    MutantList mutants = list("parameters.yaml", text);
    ParameterMutants.add(mutants, yaml(text));
    assertEquals(
        List.of(
            "change-parameter: values: {1990: \"CTE~\", 2025: VOC}",
            "change-parameter: values: {1990: \"CTE\", 2025: VOC~}",
            "shift-year: values: {1990: \"CTE\", 2026: VOC}",
            "change-parameter: 1990: 6",
            "change-parameter: 2025: 9",
            "shift-year: 2026: 8",
            "change-parameter: values: {1990: false}"),
        after(mutants));
  }

  @Test
  void tables() {
    String text =
        """
        campus_value,ed_fi_code,note
        1,uri://x/D#1,"First, of all"
        "a, b",,blank
        3,"uri://x/D#3, y",
        """;
    MutantList mutants = list("descriptors/Size.csv", text);
    TableMutants.add(mutants);
    assertEquals(
        List.of(
            "change-code 1: uri://x/D#1 => another code",
            "drop-code 1 => (not listed)",
            "change-code a, b: (blank) => another code",
            "drop-code a, b => (not listed)",
            "change-code 3: uri://x/D#3, y => another code",
            "drop-code 3 => (not listed)"),
        mutants.list().stream().map(each -> each.operator().word() + " " + each.change()).toList());
    assertEquals("1,\"uri://x/D#3, y\",\"First, of all\"", mutants.list().get(0).after());
    assertEquals("\"a, b\",uri://x/D#1,blank", mutants.list().get(2).after());
    assertEquals("3,uri://x/D#1,", mutants.list().get(4).after());
  }

  @Test
  void catalogue() {
    String text =
        """
        scope-year: {table: Year, default-start: "07-01", default-end: "06-30"}
        tables:
          Student:
            choices:
              uniqueId: {one: a, two: b}
        """;
    MutantList mutants = list("facts.yaml", text);
    CatalogueMutants.add(mutants, yaml(text));
    assertEquals(
        List.of(
            "scope-year: {table: Year, default-start: \"06-30\", default-end: \"06-30\"}",
            "scope-year: {table: Year, default-start: \"07-02\", default-end: \"06-30\"}",
            "scope-year: {table: Year, default-start: \"07-01\", default-end: \"06-29\"}",
            "scope-year: {table: Year, default-start: \"07-01\", default-end: \"07-01\"}",
            "uniqueId: {one: b, two: b}",
            "uniqueId: {one: a, two: a}"),
        mutants.list().stream().map(each -> each.after().strip()).toList());
  }
}
