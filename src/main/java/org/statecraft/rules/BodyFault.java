package org.statecraft.rules;

/**
 * An element of a record that has no value it could be sent with.
 *
 * @param path the dotted path of the element
 * @param fatal whether the whole record cannot be sent without it
 * @param cause the same for all records with this fault, for grouping
 */
record BodyFault(
    Decision.Finding.Kind kind, String path, boolean fatal, String cause, String detail) {}
