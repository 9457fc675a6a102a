package org.statecraft.outbox;

/**
 * A record the API says it does not hold, as far as its answer and our document tell.
 *
 * @param name what the API calls it, in singular and lower camel case, such as {@code program}
 * @param reference canonical JSON of the members of our reference to it; {@code {}} if unknown
 */
public record AbsentRecord(String name, String reference) {}
