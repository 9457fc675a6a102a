package org.statecraft.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks version control who wrote the files of a pack last. */
final class GitAuthor {

  private static final long LIMIT_SECONDS = 3;
  private static final int LONGEST = 100;

  private GitAuthor() {}

  /** The author's name; empty without version control, or if the files are not in it. */
  static String of(PackSource source, List<String> lineage) {
    if (!source.isOnDisk()) {
      return "";
    }
    List<Path> folders = new ArrayList<>();
    for (String pack : lineage) {
      folders.add(source.rules().resolve(pack).toAbsolutePath());
      folders.add(source.descriptors().resolve(pack).toAbsolutePath());
    }
    List<Path> there = folders.stream().filter(each -> each.toFile().isDirectory()).toList();
    String author = ask(source.rules(), List.of("log", "-1", "--format=%an"), there);
    if (author.isEmpty()) {
      return "";
    }
    boolean changed = !ask(source.rules(), List.of("status", "--porcelain"), there).isEmpty();
    String shown = author.substring(0, Math.min(LONGEST, author.length()));
    return changed ? "not committed, after " + shown : shown;
  }

  private static String ask(Path folder, List<String> question, List<Path> paths) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(question);
    command.add("--");
    paths.forEach(path -> command.add(path.toString()));
    try {
      Process git =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      if (!git.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return "";
      }
      String answer =
          new String(git.getInputStream().readNBytes(4_000), StandardCharsets.UTF_8).strip();
      return git.exitValue() == 0 ? answer : "";
    } catch (IOException e) {
      // There is no git on this machine.
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
