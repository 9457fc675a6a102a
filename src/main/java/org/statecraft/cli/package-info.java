/**
 * The command line: what can be asked for, and how it is said. Results go to standard output,
 * everything else to standard error; the exit code is 0 when done, 1 when it failed, 2 when the
 * command line is wrong.
 */
@NullMarked
package org.statecraft.cli;

import org.jspecify.annotations.NullMarked;
