package org.statecraft.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.statecraft.cli.Commands;
import org.statecraft.cli.PackCommands;

/** Carries out {@code statecraft new-state}: copies a template, with the state's name filled in. */
final class NewState {

  private static final String TEMPLATE = "/new-state/";
  private static final String ARROW = " -> ";

  private final PrintWriter out;

  NewState(PrintWriter out) {
    this.out = out;
  }

  int make(String state, PackCommands.Folders folders) throws IOException {
    Path folder = folders.rules().resolve(state);
    if (!Files.isDirectory(folders.rules())) {
      throw new StartFailure(
          "there is no folder '" + folders.rules() + "' of rule packs; name it by --rules");
    }
    if (Files.exists(folder)) {
      throw new StartFailure(folder + " is there already; nothing was changed");
    }
    for (String line : lines("files.txt")) {
      int arrow = line.indexOf(ARROW);
      String from = arrow < 0 ? line : line.substring(0, arrow);
      String to = filled(arrow < 0 ? line : line.substring(arrow + ARROW.length()), state);
      Path target = folder.resolve(to);
      Files.createDirectories(target.getParent());
      Files.writeString(target, filled(text(from), state), StandardCharsets.UTF_8);
      out.println("made " + target);
    }
    out.println();
    lines("next-steps.txt").forEach(line -> out.println(filled(line, state)));
    out.flush();
    return Commands.DONE;
  }

  private static String filled(String text, String state) {
    return text.replace("{{state}}", state).replace("{{STATE}}", state.toUpperCase(Locale.ROOT));
  }

  private static List<String> lines(String name) throws IOException {
    return text(name).lines().toList();
  }

  private static String text(String name) throws IOException {
    try (InputStream file = NewState.class.getResourceAsStream(TEMPLATE + name)) {
      if (file == null) {
        throw new IllegalStateException(TEMPLATE + name + " is missing from the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
