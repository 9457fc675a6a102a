package org.statecraft.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The analyst's guide, as a test reads it. */
public final class Guide {

  private static final Path FILE = Path.of("docs/analyst-guide.md");
  private static final Pattern BLOCK =
      Pattern.compile("```(\\w+)(?: ([^\\n]+))?\\n(.*?)\\n```", Pattern.DOTALL);

  private Guide() {}

  /**
   * A block of code.
   *
   * @param of the file that it is about; empty if it says none
   */
  public record Block(String language, String of, String text) {}

  /** All blocks behind a heading, in order; of the whole guide if it is empty. */
  public static List<Block> blocks(String heading) throws IOException {
    String text = Files.readString(FILE);
    int from = heading.isEmpty() ? 0 : text.indexOf("\n## " + heading + "\n");
    if (from < 0) {
      throw new AssertionError("the guide has no section " + heading);
    }
    return BLOCK
        .matcher(text.substring(from))
        .results()
        .map(
            each ->
                new Block(each.group(1), each.group(2) == null ? "" : each.group(2), each.group(3)))
        .toList();
  }

  /** The blocks of a language, of the whole guide. */
  public static List<String> texts(String language) throws IOException {
    return blocks("").stream()
        .filter(each -> each.language().equals(language))
        .map(Block::text)
        .toList();
  }

  /** What is typed behind the program's name. */
  public static List<String> words(String command) {
    return Pattern.compile("\"[^\"]*\"|\\S+")
        .matcher(command.replaceFirst("^statecraft ", "").replaceFirst("  # exit \\d$", ""))
        .results()
        .map(match -> match.group().replace("\"", ""))
        .toList();
  }
}
