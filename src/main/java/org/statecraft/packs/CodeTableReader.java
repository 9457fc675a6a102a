package org.statecraft.packs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DescriptorUri;

/**
 * Reads a table of codes: {@code code,description,short_description,namespace}, one code a line.
 */
final class CodeTableReader {

  private static final List<String> HEADER =
      List.of("code", "description", "short_description", "namespace");

  private CodeTableReader() {}

  static CodeTable read(PackFile file, Problems problems) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1).replace(".csv", "");
    Map<String, Code> codes = new LinkedHashMap<>();
    List<CsvLine> lines = CsvLine.read(file, HEADER, problems);
    if (lines.isEmpty()) {
      problems.add(Place.of(file.shown()), "there is no code in this table");
    }
    for (CsvLine line : lines) {
      if (line.cells().size() != HEADER.size()) {
        problems.add(
            line.place(),
            "expected " + String.join(",", HEADER) + "; a cell with a comma in it needs quotes");
      } else {
        add(line, codes, problems);
      }
    }
    return new CodeTable(name, codes, file.pack(), Place.of(file.shown()));
  }

  private static void add(CsvLine line, Map<String, Code> codes, Problems problems) {
    String code = line.cell(0);
    String namespace = line.cell(3);
    if (code.isEmpty()) {
      problems.add(line.place(), "the code is blank");
      return;
    }
    if (namespace.contains("#")) {
      problems.add(line.place(), "the namespace ends before '#'; the code follows it by itself");
      return;
    }
    try {
      DescriptorUri uri = new DescriptorUri(namespace + "#" + code);
      if (codes.putIfAbsent(uri.value(), new Code(uri, line.cell(1), line.cell(2))) != null) {
        problems.add(line.place(), "the code '" + code + "' stands here twice");
      }
    } catch (IllegalArgumentException e) {
      problems.add(line.place(), String.valueOf(e.getMessage()));
    }
  }
}
