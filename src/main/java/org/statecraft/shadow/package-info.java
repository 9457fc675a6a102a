/**
 * A second revision of a pack that decides silently beside the one in force. It looks at what was
 * decided just now, on a thread of its own below all others in priority, and tells what it would do
 * otherwise. It writes nothing but its own tables, and whatever fails in it stays in it.
 */
@NullMarked
package org.statecraft.shadow;

import org.jspecify.annotations.NullMarked;
