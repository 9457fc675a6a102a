/**
 * Breaks a pack on purpose, one fault at a time, and tells which faults no case notices: a case
 * that is missing. Faults are made in the text of the pack's files, by what the readers of those
 * files know of their places, so that a fault can be shown as a line before and after.
 *
 * <p>Pure but for reading packs: no clock, no output. Used by the command line.
 */
@NullMarked
package org.statecraft.mutate;

import org.jspecify.annotations.NullMarked;
