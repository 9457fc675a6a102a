/**
 * The event queue: one entry per connection and student that must be looked at, however many
 * changes there were; and the fan-out that turns one changed shared row into events of all the
 * students it concerns, in the background.
 */
@NullMarked
package org.statecraft.events;

import org.jspecify.annotations.NullMarked;
