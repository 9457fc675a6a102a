package org.statecraft.packs;

import java.util.Map;
import java.util.Optional;
import org.statecraft.config.Place;

/**
 * The default codes of a preference, from {@code descriptors/<pack>/<preference>.csv}.
 *
 * @param codes Campus value to Ed-Fi code; an empty code is known and deliberately unmapped
 */
public record MappingTable(String preference, Map<String, Optional<String>> codes, Place place) {}
