/**
 * The error log: what a person must know, grouped by cause.
 *
 * <p>The same error of the same record is one open entry that counts its occurrences. An entry is
 * closed by itself when what it tells of is no longer so.
 */
@NullMarked
package org.statecraft.errorlog;

import org.jspecify.annotations.NullMarked;
