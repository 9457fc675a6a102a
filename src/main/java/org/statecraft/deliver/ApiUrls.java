package org.statecraft.deliver;

import java.net.URI;
import java.util.Optional;

/**
 * The addresses of an API, with the overrides of the connection applied.
 *
 * @param data without a slash at the end
 * @param version of the server, if it was asked; "" otherwise
 */
public record ApiUrls(URI oauth, URI data, Optional<URI> dependencies, String version) {}
