package org.statecraft.packs;

import org.statecraft.config.Place;

/** One column of a Campus table that rules may look at. */
public record FactColumn(String name, ColumnType type, Place place) {}
