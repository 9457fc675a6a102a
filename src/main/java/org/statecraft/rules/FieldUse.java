package org.statecraft.rules;

import org.statecraft.config.Place;

/** A field of a fact that a rule's pattern names. */
record FieldUse(String rule, String type, String field, Place place) {}
