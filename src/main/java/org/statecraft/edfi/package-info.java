/**
 * The words of the destination: resources, natural keys, bodies, descriptors, school years.
 *
 * <p>Pure values. They depend on nothing of ours and do no I/O, so every other package may use
 * them.
 */
@NullMarked
package org.statecraft.edfi;

import org.jspecify.annotations.NullMarked;
