package org.statecraft.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.OdsId;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.plan.Verb;

/**
 * A claimed action, with what is known of its record at the API.
 *
 * @param worker the id it is claimed under
 * @param student null for a record that students share
 * @param body null if and only if the verb is DELETE
 * @param attempt counts from 1
 * @param cause why the last attempt failed, as in the error log; null if it did not
 * @param changedAt the source's time of the change that led to it
 * @param sent the body the API last confirmed; null when it holds none of ours
 * @param odsId null when the API never told
 * @param uncertain a request was sent whose answer never came
 */
public record OutboxEntry(
    long id,
    long worker,
    ConnectionName connection,
    ResourceRef record,
    @Nullable StudentId student,
    Verb verb,
    @Nullable ResourceBody body,
    int attempt,
    @Nullable String cause,
    Instant changedAt,
    @Nullable ResourceBody sent,
    @Nullable OdsId odsId,
    boolean uncertain) {}
