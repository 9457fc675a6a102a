/**
 * The kept copy of Campus rows: the last known state of every row the fact catalogue declares, with
 * its place in the source's log and the student it belongs to.
 *
 * <p>Columns travel as canonical JSON text; {@link org.statecraft.rows.RowJson} writes it and reads
 * it back by the catalogue's types.
 */
@NullMarked
package org.statecraft.rows;

import org.jspecify.annotations.NullMarked;
