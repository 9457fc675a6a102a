package org.statecraft.packs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.edfi.DescriptorUri;

/**
 * Reads a table of {@code descriptors/}: {@code campus_value,ed_fi_code,note}, one mapping a line.
 */
final class MappingTableReader {

  private static final List<String> HEADER = List.of("campus_value", "ed_fi_code", "note");

  private MappingTableReader() {}

  static MappingTable read(PackFile file, Optional<Preference> preference, Problems problems) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1).replace(".csv", "");
    Map<String, Optional<String>> codes = new LinkedHashMap<>();
    int line = 0;
    for (String[] cells : cells(file, problems)) {
      line++;
      Place place = new Place(file.shown(), line, 0);
      if (line == 1) {
        if (!List.of(cells).equals(HEADER)) {
          problems.add(place, "the first line must be " + String.join(",", HEADER));
        }
        continue;
      }
      if (cells.length < 2 || cells[0].isBlank()) {
        problems.add(place, "expected campus_value,ed_fi_code,note");
        continue;
      }
      String code = cells[1].strip();
      checkCode(code, preference, place, problems);
      if (codes.put(cells[0].strip(), code.isEmpty() ? Optional.empty() : Optional.of(code))
          != null) {
        problems.add(place, "'" + cells[0] + "' is mapped twice");
      }
    }
    return new MappingTable(name, codes, Place.of(file.shown()));
  }

  private static void checkCode(
      String code, Optional<Preference> preference, Place place, Problems problems) {
    Optional<String> descriptor = preference.flatMap(Preference::descriptor);
    if (code.isEmpty() || descriptor.isEmpty()) {
      return;
    }
    try {
      new DescriptorUri(code);
    } catch (IllegalArgumentException e) {
      problems.add(place, String.valueOf(e.getMessage()));
    }
  }

  private static List<String[]> cells(PackFile file, Problems problems) {
    try (MappingIterator<String[]> lines =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build()
            .readerFor(String[].class)
            .readValues(file.text())) {
      return lines.readAll();
    } catch (JsonProcessingException e) {
      problems.add(Place.of(file.shown()), "not CSV: " + e.getOriginalMessage());
      return List.of();
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory cannot be read", e);
    }
  }
}
