/**
 * The sample district-years: reads the scripts under {@code resources/demo}, makes of them the same
 * row changes at every start, sends them signed to a webhook, and reads from the database what
 * became of them. It knows no table, resource or state; the scripts do.
 */
@NullMarked
package org.statecraft.demo;

import org.jspecify.annotations.NullMarked;
