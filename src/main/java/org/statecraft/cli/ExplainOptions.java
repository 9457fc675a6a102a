package org.statecraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be explained: one of student, record, error, event and facts.
 *
 * @param connection by name; may be left out for an error, and must be for facts
 * @param student the student's Campus key
 * @param record {@code resource/id}, the id being the API's or the hash of the key
 * @param error the number of an entry of the error log
 * @param event the student whose entry in the event queue is meant
 * @param facts a file in the words of a case
 * @param pack that decides about facts
 * @param resources limits what is told; empty for all
 * @param revision the one to decide by; empty for the one in force
 * @param config the settings that name database and connections
 */
public record ExplainOptions(
    Optional<String> connection,
    Optional<String> student,
    Optional<String> record,
    Optional<Long> error,
    Optional<String> event,
    Optional<Path> facts,
    Optional<String> pack,
    List<String> resources,
    Optional<String> revision,
    Path config,
    Map<String, String> settings,
    PackCommands.Folders folders,
    Format format) {}
