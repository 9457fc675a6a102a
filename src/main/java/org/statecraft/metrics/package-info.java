/**
 * The numbers operators watch, in Prometheus' words: prefix {@code statecraft_}, base units, labels
 * from short lists only (connection, resource, verb, state), never a student, key or address.
 *
 * <p>The stages know nothing of it: each tells its listener, and {@code app} connects the two.
 */
@NullMarked
package org.statecraft.metrics;

import org.jspecify.annotations.NullMarked;
