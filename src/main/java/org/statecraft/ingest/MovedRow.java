package org.statecraft.ingest;

import org.statecraft.rows.OwnedRow;

/**
 * A row outside of the batch that moves to another student because its owner did.
 *
 * @param before with the student it had
 * @param origin the changed row in whose wake it moves, whose student it now has
 */
record MovedRow(OwnedRow before, FoldedRow origin) {

  OwnedRow after() {
    return new OwnedRow(before.id(), before.owner(), origin.after().student());
  }
}
