/**
 * Reads and checks {@code rules/} and {@code descriptors/} into an immutable model. It knows
 * nothing of the rule engine.
 */
@NullMarked
package org.statecraft.packs;

import org.jspecify.annotations.NullMarked;
