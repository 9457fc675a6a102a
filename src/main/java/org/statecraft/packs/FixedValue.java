package org.statecraft.packs;

import org.statecraft.config.Place;

/**
 * What may not change after data was sent, by the pages.
 *
 * @param name for people, such as the label of Campus
 * @param fact the type of the fact that has the value
 * @param field of the fact
 */
public record FixedValue(String name, String fact, String field, Place place) {}
