package org.statecraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.statecraft.cli.ErrorsOptions.Action;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code statecraft errors}. */
@Command(
    name = "errors",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what keeps records from being sent, by root cause, the one that holds up most first:"
          + " who must act, and how many records fail because of it or wait behind those.",
      "A cause is named by its id (the first column), its text, or the words its text begins with,"
          + " such as \"rejected\"."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 the database cannot be used, or no such cause is open, 2 wrong command"
          + " line."
    })
final class ErrorsCommand implements Callable<Integer> {

  private final Commands commands;

  @Mixin private final DatabaseOptions database = new DatabaseOptions();
  @Mixin private final Filter filter = new Filter();

  private ErrorsCommand(Commands commands) {
    this.commands = commands;
  }

  static CommandLine withSubcommands(Commands commands) {
    return new CommandLine(new ErrorsCommand(commands))
        .addSubcommand(new Show(commands))
        .addSubcommand(new Retry(commands))
        .addSubcommand(new Archive(commands));
  }

  @Override
  public Integer call() {
    return commands.errors(filter.options(Action.LIST, database, List.of(), false, ""));
  }

  /** Which errors. */
  static final class Filter {

    @Option(names = "--connection", paramLabel = "<name>", description = "Only of this connection.")
    private @Nullable String connection;

    @Option(
        names = "--resource",
        paramLabel = "<name>",
        description = "Only what concerns this resource.")
    private @Nullable String resource;

    @Option(
        names = "--cause",
        paramLabel = "<cause>",
        description = "Only this root cause, by id or text. May be repeated.")
    private final List<String> causes = new ArrayList<>();

    @Option(names = "--archived", description = "Also errors that were put aside.")
    private boolean archived;

    boolean isEmpty() {
      return connection == null && resource == null && causes.isEmpty();
    }

    ErrorsOptions options(
        Action action, DatabaseOptions database, List<String> more, boolean answers, String by) {
      List<String> all = new ArrayList<>(causes);
      all.addAll(more);
      return new ErrorsOptions(
          action,
          database.config(),
          database.settings(),
          Optional.ofNullable(connection),
          Optional.ofNullable(resource),
          all,
          archived,
          answers,
          by,
          database.format());
    }
  }

  /** {@code statecraft errors show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Tells all about root causes: what may be the reason, how to fix it, entries.")
  static final class Show implements Callable<Integer> {

    private final Commands commands;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();
    @Mixin private final Filter filter = new Filter();

    @Parameters(arity = "0..*", paramLabel = "<cause>", description = "Root causes, by id or text.")
    private final List<String> causes = new ArrayList<>();

    @Option(
        names = "--answers",
        description = "Shows keys and answers of the API too. They may hold student data.")
    private boolean answers;

    Show(Commands commands) {
      this.commands = commands;
    }

    @Override
    public Integer call() {
      return commands.errors(filter.options(Action.SHOW, database, causes, answers, ""));
    }
  }

  /** What changes something must be told what. */
  private abstract static class Change implements Callable<Integer> {

    private final Commands commands;
    private final Action action;

    @Spec private @Nullable CommandSpec spec;

    @Mixin private final DatabaseOptions database = new DatabaseOptions();
    @Mixin private final Filter filter = new Filter();

    @Parameters(arity = "0..*", paramLabel = "<cause>", description = "Root causes, by id or text.")
    private final List<String> causes = new ArrayList<>();

    @Mixin private final AuthorOption author = new AuthorOption();

    @Option(names = "--all", description = "All open errors.")
    private boolean all;

    Change(Commands commands, Action action) {
      this.commands = commands;
      this.action = action;
    }

    @Override
    public Integer call() {
      if (!all && causes.isEmpty() && filter.isEmpty()) {
        throw WrongUse.of(spec, "name a cause, a connection or a resource, or say --all");
      }
      return commands.errors(filter.options(action, database, causes, false, author.name()));
    }
  }

  /** {@code statecraft errors retry}. */
  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = {
        "Sends again what failed for root causes, and decides again the students that could not"
            + " be decided. Entries close by themselves when it works."
      })
  static final class Retry extends Change {
    Retry(Commands commands) {
      super(commands, Action.RETRY);
    }
  }

  /** {@code statecraft errors archive}. */
  @Command(
      name = "archive",
      mixinStandardHelpOptions = true,
      description = {
        "Puts errors aside that need no attention. While their trouble lasts they stay aside; when"
            + " it is over they close like others."
      })
  static final class Archive extends Change {
    Archive(Commands commands) {
      super(commands, Action.ARCHIVE);
    }
  }
}
