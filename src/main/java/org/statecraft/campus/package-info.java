/**
 * The words of the source: districts, tables, rows and their changes, students.
 *
 * <p>Pure values. They depend on nothing of ours and do no I/O. No Campus table is known here by
 * name; the fact catalogue of the packs names them.
 */
@NullMarked
package org.statecraft.campus;

import org.jspecify.annotations.NullMarked;
