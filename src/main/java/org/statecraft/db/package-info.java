/**
 * PostgreSQL: the pool, transactions, migrations and the classes of errors.
 *
 * <p>Only this package and the stores know the SQL client. A store takes a {@link
 * org.statecraft.db.Tx} first; whoever orchestrates opens the transaction.
 */
@NullMarked
package org.statecraft.db;

import org.jspecify.annotations.NullMarked;
