/**
 * Connections: which Ed-Fi API a district reports a school year to, by which pack, and the Resource
 * Preferences of each (toggles and descriptor mappings).
 *
 * <p>The connection itself is a file; preferences live in PostgreSQL, and the file is their seed.
 */
@NullMarked
package org.statecraft.connections;

import org.jspecify.annotations.NullMarked;
