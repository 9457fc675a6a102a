/**
 * One student's facts for one connection: the student's kept rows, typed, and the shared rows they
 * refer to. Reads rows; knows no rules.
 */
@NullMarked
package org.statecraft.facts;

import org.jspecify.annotations.NullMarked;
