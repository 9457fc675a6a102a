/**
 * Wires everything by hand, starts it in order and stops it in the opposite one. Nothing depends on
 * this package; only here is the clock of the machine read.
 */
@NullMarked
package org.statecraft.app;

import org.jspecify.annotations.NullMarked;
