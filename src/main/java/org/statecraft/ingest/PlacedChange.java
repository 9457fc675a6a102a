package org.statecraft.ingest;

import org.statecraft.campus.RowChange;

/**
 * A change and where it stood.
 *
 * @param place in the batch, from 0; 0 for a body that is no array
 */
public record PlacedChange(int place, RowChange change) {}
