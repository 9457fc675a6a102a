package org.statecraft.rows;

import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;

/** A row that reaches its student through its owner; the student is null while it is an orphan. */
public record OwnedRow(RowId id, RowId owner, @Nullable StudentId student) {}
