/**
 * What people ask of a running system, in one place for the command line and the admin API: errors
 * by cause, sending, packs and their revisions, explanations, runs. It reads and calls the entries
 * of the road; it decides nothing itself.
 */
@NullMarked
package org.statecraft.admin;

import org.jspecify.annotations.NullMarked;
