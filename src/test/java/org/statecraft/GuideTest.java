package org.statecraft;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.statecraft.cli.Cli;
import org.statecraft.cli.Commands;
import org.statecraft.testing.Guide;

/** What the analyst's guide shows is what the packs say and what the program takes. */
class GuideTest {

  @Test
  void rulesOfTheGuide_standInThePacks() throws IOException {
    List<String> blocks = Guide.texts("drl");
    assertTrue(blocks.size() >= 5, "the rules of the guide were not found");
    String all = packs();
    for (String block : blocks) {
      assertTrue(all.contains(block), "no pack says\n" + block);
    }
  }

  @Test
  void commandsOfTheGuide_areUnderstood() throws IOException {
    List<String> lines =
        Guide.texts("console").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("statecraft "))
            .toList();
    assertTrue(lines.size() >= 15, lines.toString());
    Commands commands =
        (Commands)
            Proxy.newProxyInstance(
                Commands.class.getClassLoader(),
                new Class<?>[] {Commands.class},
                (proxy, method, args) -> Commands.DONE);
    for (String line : lines) {
      StringWriter err = new StringWriter();
      int code =
          Cli.run(
              commands,
              new PrintWriter(new StringWriter()),
              new PrintWriter(err, true),
              Guide.words(line).toArray(String[]::new));
      assertTrue(code == Commands.DONE, line + ": " + err);
    }
  }

  private static String packs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("rules"))) {
      for (Path each : files.filter(path -> path.toString().endsWith(".drl")).sorted().toList()) {
        all.append(Files.readString(each));
      }
    }
    return all.toString();
  }
}
