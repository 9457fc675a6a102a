/**
 * The difference between what should exist and what has been planned before, as ordered actions.
 *
 * <p>Pure: no clock, no I/O. Planning again after a plan was carried out gives an empty plan.
 */
@NullMarked
package org.statecraft.plan;

import org.jspecify.annotations.NullMarked;
