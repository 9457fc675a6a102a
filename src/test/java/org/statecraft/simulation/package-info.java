/**
 * Whole districts drawn from a seed: what happens in Campus, what goes wrong at the Ed-Fi API and
 * on the way there, and when the process dies. The code between webhook and API is that of the
 * server, the database a real PostgreSQL.
 */
package org.statecraft.simulation;
