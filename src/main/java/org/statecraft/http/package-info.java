/**
 * The HTTP server: assembly of the routes, correlation ids, health, metrics and what every answer
 * has in common.
 *
 * <p>Errors are problem details (RFC 9457) and never show a stack trace or student data.
 */
@NullMarked
package org.statecraft.http;

import org.jspecify.annotations.NullMarked;
