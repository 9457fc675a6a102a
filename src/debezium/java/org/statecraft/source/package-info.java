/** A real source of row changes: PostgreSQL, read by Debezium. Only the profile debezium has it. */
package org.statecraft.source;
