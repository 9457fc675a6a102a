package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What is asked for of the Resource Preferences of a connection. */
public sealed interface PreferenceTask {

  /** Of which connection. */
  Target target();

  /**
   * A connection, and how the answer is to be written.
   *
   * @param config the settings' file, where the database and the connections are found
   * @param settings by name; they overrule environment and file
   * @param json for programs instead of people
   */
  record Target(String connection, Path config, Map<String, String> settings, boolean json) {}

  /** Write the choices as a file that can be imported. */
  record Export(Target target) implements PreferenceTask {}

  /**
   * Make the choices those of a file.
   *
   * @param whole what the file does not name is taken away too
   * @param plan only say what would change
   * @param by who does it
   */
  record Import(Target target, Path file, boolean whole, boolean plan, String by)
      implements PreferenceTask {}

  /**
   * Copy the choices to another connection.
   *
   * @param to empty: that of the same district for the next school year
   * @param overwrite choices that differ are replaced
   * @param plan only say what would change
   * @param by who does it
   */
  record Copy(Target target, Optional<String> to, boolean overwrite, boolean plan, String by)
      implements PreferenceTask {}

  /**
   * Find the Campus values that no mapping covers.
   *
   * @param onlyInYear leave out those that no row of the connection's school year has
   */
  record Unmapped(Target target, boolean onlyInYear) implements PreferenceTask {}

  /**
   * List the codes there are.
   *
   * @param preference empty: of all preferences
   */
  record Codes(Target target, Optional<String> preference) implements PreferenceTask {}
}
