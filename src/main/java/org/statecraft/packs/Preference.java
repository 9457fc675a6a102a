package org.statecraft.packs;

import java.util.List;
import java.util.Optional;
import org.statecraft.campus.TableName;
import org.statecraft.config.Place;
import org.statecraft.edfi.DescriptorUri;

/**
 * A mapping of Resource Preferences: Campus values of one attribute to Ed-Fi codes. Elements use it
 * by name; rules see a mapped value as the fact {@code <name>Mapping(value, code)}.
 *
 * @param column the Campus column with the values; empty when {@code values} lists them
 * @param values the values there can be, when they come from a rule and not from a column
 * @param descriptor the descriptor the codes must belong to, such as {@code ProgramTypeDescriptor};
 *     empty when the codes are plain texts
 * @param codes the table with all codes there are; empty where none is public
 * @param notPublic why there is no table; empty if nobody said
 * @param unmappedIsSame whether an unmapped value stands for itself; otherwise it does not report
 */
public record Preference(
    String name,
    String label,
    Optional<Column> column,
    List<String> values,
    Optional<String> descriptor,
    Optional<CodeTable> codes,
    String notPublic,
    boolean unmappedIsSame,
    Place place) {

  /** A column of a catalogue table. */
  public record Column(TableName table, String name) {

    @Override
    public String toString() {
      return table + "." + name;
    }
  }

  /** Why a value cannot be mapped to a code, in words for a person; empty if it can. */
  public Optional<String> fault(String code) {
    if (descriptor.isEmpty()) {
      return Optional.empty();
    }
    try {
      DescriptorUri uri = new DescriptorUri(code);
      return codes.flatMap(table -> table.fault(uri));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
