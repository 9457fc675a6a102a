/**
 * One batch of students of one connection: events, facts, decisions, plans, outbox. Everything a
 * batch leads to is written in one transaction that also finishes its events.
 */
@NullMarked
package org.statecraft.sync;

import org.jspecify.annotations.NullMarked;
