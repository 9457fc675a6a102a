package org.statecraft.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line and runs what it asks for. */
public final class Cli {

  private Cli() {}

  /**
   * Runs a command line.
   *
   * @return the exit code, see {@link Commands}
   */
  public static int run(Commands commands, PrintWriter out, PrintWriter err, String... args) {
    return line(commands)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Cli::wrongUsage)
        .setExecutionExceptionHandler(Cli::failed)
        .execute(args);
  }

  /** Everything that can be asked for, by the words that are typed, such as "packs rollback". */
  public static List<String> names(Commands commands) {
    List<String> names = new ArrayList<>();
    line(commands).getSubcommands().forEach((name, command) -> add(name, command, names));
    return names;
  }

  private static void add(String name, CommandLine command, List<String> to) {
    to.add(name);
    command.getSubcommands().forEach((below, each) -> add(name + " " + below, each, to));
  }

  private static CommandLine line(Commands commands) {
    return new CommandLine(new StatecraftCommand(commands))
        .addSubcommand(new ServeCommand(commands))
        .addSubcommand(new DemoCommand(commands))
        .addSubcommand(new SandboxCommand(commands))
        .addSubcommand(new MutateCommand(commands))
        .addSubcommand(new StatusCommand(commands))
        .addSubcommand(PreferencesCommand.with(commands))
        .addSubcommand(ErrorsCommand.withSubcommands(commands))
        .addSubcommand(DeliverCommand.withSubcommands(commands))
        .addSubcommand(new CheckCommand(commands))
        .addSubcommand(new TestCommand(commands))
        .addSubcommand(new NewStateCommand(commands))
        .addSubcommand(PacksCommand.withSubcommands(commands))
        .addSubcommand(new ExplainCommand(commands))
        .addSubcommand(new PlanCommand(commands))
        .addSubcommand(ResyncCommand.withSubcommands(commands))
        .addSubcommand(new ApplyCommand(commands))
        .addSubcommand(DeleteCommand.withSubcommands(commands))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int wrongUsage(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("statecraft: " + firstLine(String.valueOf(error.getMessage())) + suggestion(error));
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
    err.flush();
    return Commands.WRONG_USAGE;
  }

  private static String suggestion(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unmatched.getSuggestions().stream()
          .findFirst()
          .map(word -> "; did you mean '" + word + "'?")
          .orElse("");
    }
    return "";
  }

  private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("statecraft: " + error);
    error.printStackTrace(command.getErr());
    command.getErr().flush();
    return Commands.FAILED;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
