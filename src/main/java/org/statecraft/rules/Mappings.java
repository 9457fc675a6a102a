package org.statecraft.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.statecraft.connections.MappingChoice;
import org.statecraft.packs.Preference;
import org.statecraft.packs.RulePack;

/**
 * The codes in force for a connection: the district's choice where there is one, else the pack's
 * default.
 *
 * @param codes by preference, then by Campus value; an empty code is known and deliberately
 *     unmapped
 */
public record Mappings(Map<String, Map<String, Optional<String>>> codes) {

  /** The pack's own tables, with a district's choices laid over them value by value. */
  public static Mappings of(RulePack pack, List<MappingChoice> choices) {
    Map<String, Map<String, Optional<String>>> codes = new HashMap<>();
    pack.tables().forEach((name, table) -> codes.put(name, new HashMap<>(table.codes())));
    for (MappingChoice choice : choices) {
      codes
          .computeIfAbsent(choice.mapping(), name -> new HashMap<>())
          .put(choice.campusValue(), Optional.ofNullable(choice.code()));
    }
    return new Mappings(codes);
  }

  /** What a Campus value is to the API. */
  public enum Outcome {
    /** There is a code. */
    MAPPED,
    /** The value is known and deliberately has no code. */
    BLANK,
    /** Nobody has mapped the value. */
    UNKNOWN
  }

  /** The code of a value; the value itself where the preference says that unmapped is the same. */
  public Optional<String> code(Preference preference, String value) {
    Optional<String> code =
        codes.getOrDefault(preference.name(), Map.of()).getOrDefault(value, Optional.empty());
    return code.isEmpty() && preference.unmappedIsSame() ? Optional.of(value) : code;
  }

  /** Whether a value has a code, deliberately none, or was never looked at. */
  public Outcome outcome(Preference preference, String value) {
    if (code(preference, value).isPresent()) {
      return Outcome.MAPPED;
    }
    return codes.getOrDefault(preference.name(), Map.of()).containsKey(value)
        ? Outcome.BLANK
        : Outcome.UNKNOWN;
  }
}
