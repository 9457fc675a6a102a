/**
 * The identity mapping: what we told an Ed-Fi API, by record, and what it confirmed.
 *
 * <p>The planner compares with what is planned; delivery chooses its request by what is confirmed.
 */
@NullMarked
package org.statecraft.identity;

import org.jspecify.annotations.NullMarked;
