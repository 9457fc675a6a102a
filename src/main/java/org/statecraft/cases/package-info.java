/**
 * Reads and runs the cases that stand beside the rules: what a page's row asks, as facts and what
 * must come of them. Used by the build, by the command line, and before a changed pack is taken
 * into service.
 *
 * <p>Pure but for reading files through the pack: no database, no clock, no network.
 */
@NullMarked
package org.statecraft.cases;

import org.jspecify.annotations.NullMarked;
