/**
 * Measurements: each prints a table with a floor beside what we reach. Nothing here asserts a time.
 * Run by {@code ./mvnw -Pbench verify}, one of them by {@code -Dbench=name}.
 */
package org.statecraft.bench;
