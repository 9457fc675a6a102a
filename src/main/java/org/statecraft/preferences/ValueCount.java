package org.statecraft.preferences;

import org.jspecify.annotations.Nullable;

/**
 * A Campus value and how often it is kept.
 *
 * @param rows with the value; null when it comes from a rule and not from a column
 * @param students whose rows have it, or refer to one that has; null when not known, or everybody
 * @param studentsInYear of them, those whose row is of the configured year; null when the catalogue
 *     does not say of which days such rows are
 */
record ValueCount(
    String value, @Nullable Long rows, @Nullable Long students, @Nullable Long studentsInYear) {}
