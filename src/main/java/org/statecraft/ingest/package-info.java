/**
 * The webhook: a verified body becomes row changes, which are kept together with the events they
 * cause before the answer says so.
 *
 * <p>Reading is pure ({@link org.statecraft.ingest.ChangeReader}, {@link
 * org.statecraft.ingest.WebhookSignature}); {@link org.statecraft.ingest.Ingestor} is the one entry
 * for changes, wherever they come from.
 */
@NullMarked
package org.statecraft.ingest;

import org.jspecify.annotations.NullMarked;
