/**
 * The outbox: actions on their way to an Ed-Fi API, durable and in order.
 *
 * <p>An action is sent when everything it waits for is done; a newer plan of the same record takes
 * the place of what was not sent yet. Here stands what is to be done and what came of it, not how
 * it is sent.
 */
@NullMarked
package org.statecraft.outbox;

import org.jspecify.annotations.NullMarked;
