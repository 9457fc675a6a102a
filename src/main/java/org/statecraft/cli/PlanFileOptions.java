package org.statecraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that makes a plan takes. */
final class PlanFileOptions {

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "Writes the whole plan to a file, which 'apply' takes. It holds student data.")
  private @Nullable Path out;

  @Option(
      names = "--allow-deletes",
      paramLabel = "<n>",
      description =
          "The most deletes this plan may have. Default: 5 %% of what was sent, 50 at least.")
  private @Nullable Long allowedDeletes;

  Optional<Path> out() {
    return Optional.ofNullable(out);
  }

  OptionalLong allowedDeletes() {
    return allowedDeletes == null ? OptionalLong.empty() : OptionalLong.of(allowedDeletes);
  }
}
