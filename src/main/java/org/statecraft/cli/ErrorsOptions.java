package org.statecraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked about errors.
 *
 * @param config the settings that name the database
 * @param causes ids of root causes, their texts, or the words those begin with; empty means all
 * @param archived whether errors count too that were put aside
 * @param answers whether keys and answers are shown, which may hold student data
 * @param by who does it; empty to look only
 */
public record ErrorsOptions(
    Action action,
    Path config,
    Map<String, String> settings,
    Optional<String> connection,
    Optional<String> resource,
    List<String> causes,
    boolean archived,
    boolean answers,
    String by,
    Format format) {

  /** What is to be done. */
  public enum Action {
    /** Show the root causes. */
    LIST,
    /** Tell all about some. */
    SHOW,
    /** Send again what they keep from being sent. */
    RETRY,
    /** Put them aside. */
    ARCHIVE
  }

  public ErrorsOptions {
    settings = Map.copyOf(settings);
    causes = List.copyOf(causes);
  }
}
