package org.statecraft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code statecraft explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Explains what is reported of a student and what is not: the facts, each rule as fired or as"
          + " not fired because of one condition and the values it saw, what is left out and why,"
          + " the documents, what differs from what was sent last, the attempts, and the pack"
          + " revisions that decided. It shows student data.",
      "Of whom is said by one of --student, --record, --error, --event and --facts."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 the database cannot be used, or there is no such student, record or"
          + " error, 2 wrong command line."
    })
final class ExplainCommand implements Callable<Integer> {

  private final PackCommands commands;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--connection", paramLabel = "<name>", description = "The connection.")
  private @Nullable String connection;

  @Option(names = "--student", paramLabel = "<id>", description = "The student's Campus key.")
  private @Nullable String student;

  @Option(
      names = "--record",
      paramLabel = "<resource/id>",
      description = "A record, by the id the API gave it or the hash of its key.")
  private @Nullable String record;

  @Option(
      names = "--error",
      paramLabel = "<number>",
      description = "An entry of the error log; 'errors show --format json' has the numbers.")
  private @Nullable Long error;

  @Option(
      names = "--event",
      paramLabel = "<student>",
      description = "The entry of the event queue that waits for this student to be decided.")
  private @Nullable String event;

  @Option(
      names = "--facts",
      paramLabel = "<file>",
      description = "Facts in the words of a case, decided without a database; needs --pack.")
  private @Nullable Path facts;

  @Option(
      names = "--pack",
      paramLabel = "<pack>",
      description = "The pack that decides on --facts.")
  private @Nullable String pack;

  @Option(
      names = "--resource",
      paramLabel = "<resource>",
      description = "Tell only of this resource. May be repeated.")
  private final List<String> resources = new ArrayList<>();

  @Option(
      names = "--revision",
      paramLabel = "<revision>",
      description =
          "Decide by this revision, such as the one that made a record, and not by the one in"
              + " force. Its beginning is enough.")
  private @Nullable String revision;

  @Option(
      names = "--format",
      paramLabel = "<format>",
      defaultValue = "text",
      description = "text for people, json for programs. Default: ${DEFAULT-VALUE}")
  private Format format = Format.TEXT;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final FolderOptions folders = new FolderOptions();

  ExplainCommand(PackCommands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    int asked = (student == null ? 0 : 1) + (record == null ? 0 : 1);
    asked += (error == null ? 0 : 1) + (facts == null ? 0 : 1) + (event == null ? 0 : 1);
    if (asked != 1) {
      throw WrongUse.of(spec, "one of --student, --record, --error, --event and --facts says whom");
    }
    if ((student != null || record != null || event != null) && connection == null) {
      throw WrongUse.of(spec, "--student, --record and --event need --connection");
    }
    if ((facts == null) != (pack == null)) {
      throw WrongUse.of(spec, "--facts and --pack go together");
    }
    if (record != null && !record.matches("[^/]+/.+")) {
      throw WrongUse.of(spec, "a record is named as resource/id, not '" + record + "'");
    }
    return commands.explain(
        new ExplainOptions(
            Optional.ofNullable(connection),
            Optional.ofNullable(student),
            Optional.ofNullable(record),
            Optional.ofNullable(error),
            Optional.ofNullable(event),
            Optional.ofNullable(facts),
            Optional.ofNullable(pack),
            resources,
            Optional.ofNullable(revision),
            server.config(),
            server.settings(),
            folders.folders(),
            format));
  }
}
