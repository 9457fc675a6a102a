package org.statecraft.edfi;

/** One record, named by its resource and natural key; also what a reference in a body points to. */
public record ResourceRef(ResourceName resource, NaturalKey key) {}
