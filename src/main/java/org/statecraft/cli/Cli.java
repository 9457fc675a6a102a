package org.statecraft.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    return line(commands, args.length == 0 ? "" : args[0])
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Cli::wrongUsage)
        .setExecutionExceptionHandler(Cli::failed)
        .execute(args);
  }

  /** Everything that can be asked for, by the words that are typed, such as "packs rollback". */
  public static List<String> names(Commands commands) {
    List<String> names = new ArrayList<>();
    line(commands, "").getSubcommands().forEach((name, command) -> add(name, command, names));
    return names;
  }

  private static void add(String name, CommandLine command, List<String> to) {
    to.add(name);
    command.getSubcommands().forEach((below, each) -> add(name + " " + below, each, to));
  }

  /** What makes each command, by its name and in the order of the help. */
  private static Map<String, Function<Commands, Object>> makers() {
    Map<String, Function<Commands, Object>> makers = new LinkedHashMap<>();
    makers.put("serve", ServeCommand::new);
    makers.put("demo", DemoCommand::new);
    makers.put("sandbox", SandboxCommand::new);
    makers.put("mutate", MutateCommand::new);
    makers.put("status", StatusCommand::new);
    makers.put("preferences", PreferencesCommand::with);
    makers.put("errors", ErrorsCommand::withSubcommands);
    makers.put("deliver", DeliverCommand::withSubcommands);
    makers.put("check", CheckCommand::new);
    makers.put("test", TestCommand::new);
    makers.put("new-state", NewStateCommand::new);
    makers.put("packs", PacksCommand::withSubcommands);
    makers.put("explain", ExplainCommand::new);
    makers.put("plan", PlanCommand::new);
    makers.put("resync", ResyncCommand::withSubcommands);
    makers.put("apply", ApplyCommand::new);
    makers.put("delete", DeleteCommand::withSubcommands);
    return makers;
  }

  /**
   * The command line.
   *
   * @param word the first that was typed; if it is a command the others are left out, because to
   *     make them all takes half a second
   */
  private static CommandLine line(Commands commands, String word) {
    Map<String, Function<Commands, Object>> makers = makers();
    if (makers.containsKey(word)) {
      makers.keySet().retainAll(Set.of(word));
    }
    CommandLine line = new CommandLine(new StatecraftCommand(commands));
    makers.values().forEach(maker -> line.addSubcommand(maker.apply(commands)));
    return line.setCaseInsensitiveEnumValuesAllowed(true);
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
