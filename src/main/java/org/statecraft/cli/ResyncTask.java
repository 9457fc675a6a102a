package org.statecraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is asked for of comparing a connection with its Ed-Fi API. */
public sealed interface ResyncTask {

  /** Which database, and how the answer is to be written. */
  Place place();

  /**
   * Where to look.
   *
   * @param config the settings' file, where the database and the connections are found
   * @param settings by name; they overrule environment and file
   * @param json for programs instead of people
   */
  record Place(Path config, Map<String, String> settings, boolean json) {}

  /**
   * Compare, and do what is planned unless only a plan is wanted.
   *
   * @param resources empty for all that are switched on
   * @param schools numbers of schools; empty for all
   * @param students Campus keys or ids at the API; empty for all
   * @param cause of open errors
   * @param allSchools shared records may be changed and deleted too
   * @param planOnly nothing is done
   * @param out a file for the whole plan
   * @param allowedDeletes the most deletes that are done; empty for the usual ceiling
   * @param pagesPerSecond the most pages that are read from the API in a second; 0 for no bound
   * @param fresh begin anew even where a run that was stopped could go on
   * @param by who does it
   */
  record Resync(
      Place place,
      String connection,
      List<String> resources,
      List<String> schools,
      List<String> students,
      Optional<String> cause,
      boolean allSchools,
      boolean planOnly,
      Optional<Path> out,
      OptionalLong allowedDeletes,
      int pagesPerSecond,
      boolean fresh,
      String by)
      implements ResyncTask {}

  /**
   * Do exactly the plan of a file.
   *
   * @param allowedDeletes the most deletes that are done; empty for the ceiling it was planned with
   * @param by who does it
   */
  record Apply(Place place, Path file, OptionalLong allowedDeletes, String by)
      implements ResyncTask {}

  /**
   * Delete what was sent.
   *
   * @param records natural keys or ids at the API
   * @param students Campus keys or ids at the API
   * @param studentsFile more of them, one a line
   * @param filters dotted paths to values
   * @param tombstone what is deleted stays away
   * @param planOnly nothing is done
   * @param out a file for the whole plan
   * @param allowedDeletes the most deletes that are done; empty for the usual ceiling
   * @param by who does it
   */
  record Delete(
      Place place,
      String connection,
      List<String> records,
      List<String> students,
      Optional<Path> studentsFile,
      List<String> resources,
      Map<String, String> filters,
      boolean tombstone,
      boolean planOnly,
      Optional<Path> out,
      OptionalLong allowedDeletes,
      String by)
      implements ResyncTask {}

  /** Show what is kept away. */
  record Tombstones(Place place, String connection) implements ResyncTask {}

  /**
   * Lift tombstones.
   *
   * @param all every one of the connection
   * @param records natural keys
   * @param students Campus keys
   * @param by who does it
   */
  record Lift(
      Place place,
      String connection,
      boolean all,
      List<String> records,
      List<String> students,
      String by)
      implements ResyncTask {}

  /**
   * Show the latest runs.
   *
   * @param connection empty for those of all connections
   * @param most how many
   */
  record History(Place place, Optional<String> connection, int most) implements ResyncTask {}
}
