package org.statecraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands for those who edit rule packs. */
public interface PackCommands {

  /** Everything that is wrong with packs. */
  int check(CheckOptions options);

  /** The cases of packs. */
  int test(TestOptions options);

  /** The skeleton of a pack for another state. */
  int newState(String state, Folders folders);

  /** The revisions of packs, and which of them is in force. */
  int packs(PacksOptions options);

  /** A revision that decides silently beside the one in force. */
  int shadow(ShadowOptions options);

  /** Why a student's records are as they are. */
  int explain(ExplainOptions options);

  /**
   * What an edited pack would do.
   *
   * @return 0 nothing else than the one in force, 1 something, 2 it cannot be told
   */
  int plan(PlanOptions options);

  /** Where the packs stand. */
  record Folders(Path rules, Path descriptors) {}

  /**
   * @param packs by name; empty for all
   */
  record CheckOptions(List<String> packs, Format format, Folders folders) {}

  /**
   * @param packs by name; empty for all
   * @param coverage whether to tell what no case tries
   * @param watch run again whenever a file changes, until told to stop
   * @param junit the file for a report as JUnit writes it
   */
  record TestOptions(
      List<String> packs, boolean coverage, boolean watch, Optional<Path> junit, Folders folders) {}

  /**
   * @param packs by name; empty for all
   * @param rollBackTo the revision that is put back, or its beginning; empty to show only
   * @param by who puts it back
   * @param reason of putting back; may be empty
   * @param config the settings that name the database
   */
  record PacksOptions(
      List<String> packs,
      Optional<String> rollBackTo,
      String by,
      String reason,
      Path config,
      Map<String, String> settings,
      Format format) {}

  /**
   * @param connection which; empty for all, to show only
   * @param folder of the pack that is to decide silently; empty but to start
   * @param by who starts or ends it
   * @param samples how many of the latest differences to show
   * @param config the settings that name the database
   */
  record ShadowOptions(
      Action action,
      Optional<String> connection,
      Optional<Path> folder,
      String by,
      int samples,
      Path config,
      Map<String, String> settings,
      Format format) {

    /** What to do. */
    public enum Action {
      SHOW,
      START,
      STOP
    }
  }
}
