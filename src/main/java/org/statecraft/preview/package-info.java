/** What edited rules would do to all students of a connection, without doing it. */
@NullMarked
package org.statecraft.preview;

import org.jspecify.annotations.NullMarked;
