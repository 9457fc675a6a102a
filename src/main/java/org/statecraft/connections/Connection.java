package org.statecraft.connections;

import java.time.Duration;
import org.statecraft.campus.District;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;

/**
 * One configured Ed-Fi API for one district and school year.
 *
 * @param pack the rule pack that decides, the name of a folder of {@code rules/}
 * @param uniqueId which of the catalogue's choices becomes the student's unique id, such as {@code
 *     state-id}; must not be changed once data was sent
 * @param timeout how long one request may take
 * @param concurrency how many requests may be under way at once
 */
public record Connection(
    ConnectionName name,
    District district,
    SchoolYear schoolYear,
    String pack,
    DataStandard dataStandard,
    String uniqueId,
    ApiAddress api,
    Credentials credentials,
    Duration timeout,
    int concurrency) {}
