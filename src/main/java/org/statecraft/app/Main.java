package org.statecraft.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.statecraft.cli.Cli;
import org.statecraft.cli.Commands;

/** The entry of the program. */
public final class Main {

  private Main() {}

  /** Runs a command line; ends the process only when it failed. */
  public static void main(String[] args) {
    // Before any class of Drools is loaded: it reads how dates are written in rules only once.
    System.setProperty("drools.dateformat", "yyyy-MM-dd");
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int code = Cli.run(new Launcher(in, out, err), out, err, args);
    if (code != Commands.DONE) {
      System.exit(code);
    }
  }
}
