/** Why a student's records are as they are: what is kept of decisions, records and attempts. */
@NullMarked
package org.statecraft.explain;

import org.jspecify.annotations.NullMarked;
