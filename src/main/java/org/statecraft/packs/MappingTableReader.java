package org.statecraft.packs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/**
 * Reads a table of {@code descriptors/}: {@code campus_value,ed_fi_code,note}, one mapping a line.
 */
final class MappingTableReader {

  private static final List<String> HEADER = List.of("campus_value", "ed_fi_code", "note");

  private MappingTableReader() {}

  static MappingTable read(PackFile file, Optional<Preference> preference, Problems problems) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1).replace(".csv", "");
    Map<String, Optional<String>> codes = new LinkedHashMap<>();
    for (CsvLine line : CsvLine.read(file, HEADER, problems)) {
      if (line.cells().size() < 2 || line.cell(0).isEmpty()) {
        problems.add(line.place(), "expected campus_value,ed_fi_code,note");
        continue;
      }
      Optional<String> code = Optional.of(line.cell(1)).filter(text -> !text.isEmpty());
      preference
          .flatMap(each -> code.flatMap(each::fault))
          .ifPresent(fault -> problems.add(line.place(), fault));
      if (codes.put(line.cell(0), code) != null) {
        problems.add(line.place(), "'" + line.cell(0) + "' is mapped twice");
      }
    }
    return new MappingTable(name, codes, Place.of(file.shown()));
  }
}
