/**
 * Reads configuration and other YAML files into typed values, and knows where in the file each
 * value stands.
 *
 * <p>A wrong file is told as a list of all its problems at once, each with file, line, column, what
 * is wrong and what to do, never as the first exception of a parser.
 */
@NullMarked
package org.statecraft.config;

import org.jspecify.annotations.NullMarked;
