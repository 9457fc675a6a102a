/**
 * Compiles a pack's rules, holds the rule set in force, and decides about one student at a time.
 * The only code that knows the rule engine.
 *
 * <p>A decision is pure: it depends on the facts and the rule set only, not on the order of either,
 * on a clock, or on anything outside.
 */
@NullMarked
package org.statecraft.rules;

import org.jspecify.annotations.NullMarked;
