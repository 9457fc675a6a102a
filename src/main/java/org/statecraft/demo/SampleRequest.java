package org.statecraft.demo;

import java.util.Map;

/**
 * One request to the webhook, not signed yet.
 *
 * @param headers beside those of the signature
 * @param changes how many there are in the body
 */
record SampleRequest(byte[] body, Map<String, String> headers, int changes) {}
