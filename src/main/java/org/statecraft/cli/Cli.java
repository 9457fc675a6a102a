package org.statecraft.cli;

import java.io.PrintWriter;
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
    return new CommandLine(new StatecraftCommand(commands))
        .addSubcommand(new ServeCommand(commands))
        .addSubcommand(new DemoCommand(commands))
        .addSubcommand(new SandboxCommand(commands))
        .addSubcommand(new MutateCommand(commands))
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
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Cli::wrongUsage)
        .setExecutionExceptionHandler(Cli::failed)
        .execute(args);
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
