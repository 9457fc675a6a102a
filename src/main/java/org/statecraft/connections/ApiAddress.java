package org.statecraft.connections;

import java.net.URI;
import java.util.Optional;

/**
 * Where an Ed-Fi API is. Its discovery document at {@code base} names the other addresses; each may
 * be overridden, because hosts behind proxies publish wrong ones.
 */
public record ApiAddress(
    URI base, Optional<URI> oauth, Optional<URI> data, Optional<URI> dependencies) {}
