package org.statecraft.connections;

import org.statecraft.config.Secret;

/** The key and secret of a connection, resolved from environment or file references. */
public record Credentials(Secret key, Secret secret) {}
