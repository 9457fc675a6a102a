package org.statecraft.bench;

import org.statecraft.connections.MappingChoice;

/** The file of a connection. */
final class BenchConnection {

  private BenchConnection() {}

  static String yaml(String name, String district, String pack, String standard, String base) {
    StringBuilder yaml =
        new StringBuilder(
            """
            name: %s
            district: %s
            school-year: 2025
            pack: %s
            data-standard: "%s"
            unique-id: state-id
            api: {base: "%s"}
            credentials: {key: "env:BENCH_KEY", secret: "env:BENCH_SECRET"}
            """
                .formatted(name, district, pack, standard, base));
    if (pack.equals("core")) {
      yaml.append("mappings:\n");
      String mapping = "";
      for (MappingChoice each :
          BenchPacks.choices().stream()
              .sorted(java.util.Comparator.comparing(MappingChoice::mapping))
              .toList()) {
        if (!each.mapping().equals(mapping)) {
          mapping = each.mapping();
          yaml.append("  ").append(mapping).append(":\n");
        }
        yaml.append("    \"%s\": \"%s\"\n".formatted(each.campusValue(), each.code()));
      }
    }
    return yaml.toString();
  }
}
