package org.statecraft.rules;

import java.util.Map;
import java.util.Optional;
import org.statecraft.packs.Preference;

/**
 * The codes in force for a connection: the district's choice where there is one, else the pack's
 * default.
 *
 * @param codes by preference, then by Campus value; an empty code is known and deliberately
 *     unmapped
 */
public record Mappings(Map<String, Map<String, Optional<String>>> codes) {

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
