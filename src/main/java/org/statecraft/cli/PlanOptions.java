package org.statecraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be planned without doing it.
 *
 * @param folder of the edited pack
 * @param descriptors the tables of codes; empty for those beside the folder of packs
 * @param connections by name; empty for all that use the pack
 * @param samples how many changes of each kind are shown
 * @param out where all changes are written; empty for a name made of pack and revision
 * @param config the settings that name database and connections
 */
public record PlanOptions(
    Path folder,
    Optional<Path> descriptors,
    List<String> connections,
    int samples,
    Optional<Path> out,
    Path config,
    Map<String, String> settings) {}
