package org.statecraft.mutate;

import org.statecraft.config.YamlNode;

/** The faults in a {@code parameters.yaml}. */
final class ParameterMutants {

  private ParameterMutants() {}

  static void add(MutantList mutants, YamlNode file) {
    YamlText text = new YamlText(mutants.text());
    file.map()
        .forEach(
            (name, parameter) -> {
              YamlNode values = parameter.get("values");
              boolean first = true;
              for (var each : values.map().entrySet()) {
                YamlNode value = each.getValue();
                String year = each.getKey();
                if (!value.isScalar()) {
                  continue;
                }
                mutants.replace(
                    Operator.CHANGE_PARAMETER,
                    name + " from " + year,
                    text.value(value),
                    Constants.other(text.value(value).of(mutants.text())));
                // The first value has held as long as there are connections; nothing ends there.
                if (!first) {
                  shift(mutants, text, name, year, value);
                }
                first = false;
              }
            });
  }

  private static void shift(
      MutantList mutants, YamlText text, String name, String year, YamlNode value) {
    String written = text.value(value).of(mutants.text());
    int end = text.value(value).end();
    int start = mutants.text().lastIndexOf(year, end - written.length());
    String later = String.valueOf(Integer.parseInt(year) + 1);
    mutants.add(
        Operator.SHIFT_YEAR,
        new org.statecraft.config.Span(start, start + year.length()),
        later,
        name + " from " + year + " => from " + later);
  }
}
