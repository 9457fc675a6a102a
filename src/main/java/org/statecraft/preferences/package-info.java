/**
 * Resource Preferences for the people who set them: import, copy, export, what no mapping covers,
 * and the codes there are.
 *
 * <p>A change is one transaction. It holds for what is decided after it and has nothing decided
 * anew; what therefore waits for a resync is kept.
 */
@NullMarked
package org.statecraft.preferences;

import org.jspecify.annotations.NullMarked;
