package org.statecraft.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is wrong with a command line that no single option can tell. */
final class WrongUse {

  private WrongUse() {}

  /** Shown with the command's usage; exit code 2. */
  static ParameterException of(@Nullable CommandSpec command, String message) {
    if (command == null) {
      throw new IllegalStateException("called by nobody: " + message);
    }
    return new ParameterException(command.commandLine(), message);
  }
}
