/**
 * A stateful stand-in for an Ed-Fi API, for trying out, demonstrations and tests.
 *
 * <p>It keeps resources, natural keys, references and ETags in memory, refuses what a host with
 * default settings refuses, and can keep its state over a kill in a journal. All state belongs to
 * one event loop; nothing here is shared between threads.
 */
@NullMarked
package org.statecraft.sandbox;

import org.jspecify.annotations.NullMarked;
