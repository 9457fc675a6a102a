package org.statecraft.packs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;

/** One line of a table of {@code descriptors/}, after its header. */
record CsvLine(Place place, List<String> cells) {

  /** The lines below the header, which must be {@code header}; what is wrong is told. */
  static List<CsvLine> read(PackFile file, List<String> header, Problems problems) {
    List<String[]> all = cells(file, problems);
    if (all.isEmpty() || !List.of(all.get(0)).equals(header)) {
      String first = all.isEmpty() ? "" : String.join(",", all.get(0));
      problems.add(
          new Place(file.shown(), 1, 0),
          "the first line must be "
              + String.join(",", header)
              + (first.contains(";") || first.contains("\t")
                  ? "; save the table with commas between the cells"
                  : ""));
      return List.of();
    }
    List<CsvLine> lines = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      lines.add(new CsvLine(new Place(file.shown(), i + 1, 0), List.of(all.get(i))));
    }
    return lines;
  }

  /** A cell without outer blanks; empty if the line ends before it. */
  String cell(int index) {
    return index < cells.size() ? cells.get(index).strip() : "";
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
