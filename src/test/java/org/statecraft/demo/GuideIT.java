package org.statecraft.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.testing.Guide;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.PackagedProgram;

/**
 * Does with the packaged program, step by step, what the analyst's guide says under "Try it". Its
 * commands and edits are taken from the guide, and what it shows must come.
 */
class GuideIT {

  /** The guide says "within seconds"; each try takes some. */
  private static final int MOST_TRIES = 30;

  private static final Pattern TOKEN = Pattern.compile("\\.\\.\\.|\\b[0-9a-f]{12}\\b|\\s+");
  private static final Pattern BEGINNING = Pattern.compile("\\b[0-9a-f]{8}\\b");

  private final Path folder;

  /** The revisions here, by those that the guide shows. */
  private final Map<String, String> revisions = new LinkedHashMap<>();

  GuideIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void tryIt_goesAsTheGuideSays() throws Exception {
    for (String each : List.of("rules", "descriptors")) {
      PackCopy.copy(Path.of(each), folder.resolve(each));
    }
    try (PackagedProgram demo = new DemoProcess(folder, "data/demo").start()) {
      DemoProcess.awaitServing(demo);
      List<Guide.Block> blocks = Guide.blocks("Try it");
      assertTrue(blocks.size() >= 15, "the steps of the guide were not found");
      for (int i = 0; i < blocks.size(); i++) {
        Guide.Block block = blocks.get(i);
        if (block.language().equals("diff")) {
          edit(block);
        } else if (block.language().equals("console")) {
          boolean shown = i + 1 < blocks.size() && blocks.get(i + 1).language().equals("text");
          run(block.text().lines().toList(), shown ? blocks.get(i + 1).text() : "");
        }
      }
      assertEquals(2, revisions.size(), revisions.toString());
    }
  }

  private void edit(Guide.Block diff) throws Exception {
    Path file = folder.resolve(diff.of());
    String text = Files.readString(file);
    for (String hunk : diff.text().split("\n\n")) {
      String before = side(hunk, '+');
      assertEquals(2, text.split(Pattern.quote(before), -1).length, () -> diff.of() + before);
      text = text.replace(before, side(hunk, '-'));
    }
    Files.writeString(file, text);
  }

  private static String side(String hunk, char without) {
    return hunk.lines()
        .filter(line -> line.charAt(0) != without)
        .map(line -> line.substring(1))
        .collect(Collectors.joining("\n"));
  }

  /** Runs commands; the last one must say what is shown. */
  private void run(List<String> lines, String shown) throws Exception {
    for (String line : lines) {
      boolean last = line.equals(lines.get(lines.size() - 1));
      if (!line.startsWith("statecraft ")) {
        assertEquals(
            0, new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).start().waitFor());
      } else if (!line.equals("statecraft demo")) {
        says(line, last ? shown.lines().toList() : List.of());
      }
    }
  }

  private void says(String line, List<String> shown) throws Exception {
    int tries = line.startsWith("statecraft packs --pack") ? MOST_TRIES : 1;
    Optional<String> missing = Optional.empty();
    String said = "";
    for (int i = 0; i < tries; i++) {
      said = output(line);
      missing = missing(said, shown);
      if (missing.isEmpty()) {
        return;
      }
    }
    throw new AssertionError(line + " does not say <" + missing + "> but\n" + said);
  }

  private String output(String line) throws Exception {
    List<String> words = new ArrayList<>(Guide.words(line));
    words.replaceAll(this::here);
    PackagedProgram command = PackagedProgram.start(folder, words);
    try {
      int code = command.awaitExit(DemoProcess.LIMIT);
      assertEquals(line.endsWith("# exit 1") ? 1 : 0, code, command::output);
      return command.output();
    } finally {
      // Closing it would end the database of the demo too.
      command.kill();
    }
  }

  /** A word with the revision of here in the place of the guide's. */
  private String here(String word) {
    return BEGINNING
        .matcher(word)
        .replaceAll(
            found ->
                revisions.entrySet().stream()
                    .filter(each -> each.getKey().startsWith(found.group()))
                    .findFirst()
                    .map(each -> each.getValue().substring(0, found.group().length()))
                    .orElse(found.group()));
  }

  /** What of the lines shown was not said; what revisions they stand for is learnt otherwise. */
  private Optional<String> missing(String said, List<String> shown) {
    Map<String, String> learnt = new LinkedHashMap<>(revisions);
    for (String line : shown) {
      List<String> unknown = new ArrayList<>();
      Matcher found = pattern(line, learnt, unknown).matcher(said);
      if (!found.find()) {
        return Optional.of(line);
      }
      for (int i = 0; i < unknown.size(); i++) {
        learnt.put(unknown.get(i), found.group(i + 1));
      }
    }
    revisions.putAll(learnt);
    return Optional.empty();
  }

  private static Pattern pattern(String line, Map<String, String> known, List<String> unknown) {
    StringBuilder pattern = new StringBuilder();
    Matcher tokens = TOKEN.matcher(line);
    int from = 0;
    while (tokens.find()) {
      pattern.append(Pattern.quote(line.substring(from, tokens.start())));
      String token = tokens.group();
      if (token.equals("...")) {
        pattern.append(".*");
      } else if (token.isBlank()) {
        pattern.append("\\s+");
      } else if (known.containsKey(token)) {
        pattern.append(known.get(token));
      } else {
        unknown.add(token);
        pattern.append("([0-9a-f]{12})");
      }
      from = tokens.end();
    }
    return Pattern.compile(pattern + Pattern.quote(line.substring(from)));
  }
}
