/**
 * Compares Campus, the identity mapping and the ODS, and makes of it a plan that is seen before it
 * is done: resync and the delete tool.
 *
 * <p>A run is kept and goes on where it stopped. What it plans is handed to the outbox; it sends
 * nothing itself.
 */
@NullMarked
package org.statecraft.resync;

import org.jspecify.annotations.NullMarked;
