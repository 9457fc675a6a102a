package org.statecraft.connections;

/** What one file of {@code config/connections} says. */
public record ConnectionFile(Connection connection, ConnectionSeed seed) {}
