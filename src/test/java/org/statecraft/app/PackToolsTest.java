package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.cli.Cli;
import org.statecraft.cli.PackCommands;
import org.statecraft.testing.LineQueue;
import org.statecraft.testing.PackCopy;
import org.statecraft.testing.TiedDistrict;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The commands for packs that need no database, on files that are edited. */
class PackToolsTest {

  private static final String BROKEN = "Of certifications with one date the highest id counts";

  private final Path folder;
  private final Path rules;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  PackToolsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.rules = folder.resolve("rules");
    PackCopy.core(folder);
  }

  @Test
  void test_junit_isXmlThatCountsAndNames() throws Exception {
    turnTieBreak();
    Path file = folder.resolve("reports/junit.xml");
    Locale usual = Locale.getDefault();
    try {
      // A language that writes a comma in numbers; the report is for programs.
      Locale.setDefault(Locale.GERMANY);
      assertEquals(1, run("test", "core", "--junit", file.toString()));
    } finally {
      Locale.setDefault(usual);
    }
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertEquals("testsuites", xml.getDocumentElement().getTagName());
    NodeList suites = xml.getElementsByTagName("testsuite");
    assertEquals(1, suites.getLength());
    Element suite = (Element) suites.item(0);
    NodeList cases = xml.getElementsByTagName("testcase");
    assertEquals("core", suite.getAttribute("name"));
    assertEquals(Integer.toString(cases.getLength()), suite.getAttribute("tests"));
    assertTrue(Double.parseDouble(suite.getAttribute("time")) >= 0);
    List<String> failed = new ArrayList<>();
    NodeList failures = xml.getElementsByTagName("failure");
    for (int i = 0; i < failures.getLength(); i++) {
      Element failure = (Element) failures.item(i);
      failed.add(((Element) failure.getParentNode()).getAttribute("name"));
      assertFalse(failure.getAttribute("message").isEmpty());
      assertFalse(failure.getTextContent().isBlank());
    }
    assertEquals(Integer.toString(failed.size()), suite.getAttribute("failures"));
    assertTrue(failed.contains(BROKEN), failed.toString());
  }

  @Test
  void test_junit_ofAPackThatCannotBeUsed_hasItsProblems() throws Exception {
    Path rule = rules.resolve(TiedDistrict.RULE);
    Files.writeString(rule, Files.readString(rule).replace("certificationID >", "<&>\u0007 >"));
    Path file = folder.resolve("junit.xml");
    assertEquals(1, run("test", "core", "--junit", file.toString()));
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertTrue(Integer.parseInt(suite.getAttribute("errors")) > 0);
    assertTrue(suite.getTextContent().contains("derive-certification.drl"));
  }

  @Test
  void test_watch_runsAgainAfterAChange_untilToldToStop() throws Exception {
    LineQueue lines = new LineQueue();
    CountDownLatch stop = new CountDownLatch(1);
    PrintWriter to = new PrintWriter(lines, true);
    FutureTask<Integer> watching =
        new FutureTask<>(
            () ->
                new PackTools(to, to, InstantSource.system())
                    .test(
                        new PackCommands.TestOptions(
                            List.of("core"), false, true, Optional.empty(), folders()),
                        stop));
    Thread thread = new Thread(watching, "watching");
    thread.start();
    List<String> first = lines.until("Waiting for changes");
    assertTrue(first.stream().anyMatch(each -> each.matches("core: \\d+ cases, 0 fail .*")));
    turnTieBreak();
    List<String> second = lines.until("Waiting for changes");
    assertTrue(second.stream().anyMatch(each -> each.contains(BROKEN)), second.toString());
    assertTrue(
        second.stream().anyMatch(each -> each.matches("core: \\d+ cases, [1-9]\\d* fail .*")));
    stop.countDown();
    assertEquals(1, watching.get(1, TimeUnit.MINUTES));
  }

  @Test
  void newState_makesAPackThatIsWell_andOverwritesNothing() throws Exception {
    NewState made = new NewState(new PrintWriter(out, true));
    assertEquals(0, made.make("zz", folders()));
    Path pack = rules.resolve("zz");
    List<Path> files;
    try (Stream<Path> all = Files.walk(pack)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertTrue(files.contains(pack.resolve("pack.yaml")), files.toString());
    for (Path each : files) {
      assertFalse(Files.readString(each).contains("{{"), each + " has a blank left");
      assertTrue(out.toString().contains("made " + each), out.toString());
    }
    assertTrue(Files.readString(pack.resolve("pack.yaml")).contains("zz"));
    assertEquals(0, run("check", "zz"), () -> out + "" + err);
    assertEquals(0, run("test", "zz"), () -> out + "" + err);
    assertTrue(out.toString().lines().anyMatch(each -> each.matches("zz: [1-9]\\d* cases, 0 .*")));

    Files.writeString(pack.resolve("pack.yaml"), "mine");
    assertThrows(StartFailure.class, () -> made.make("zz", folders()));
    assertEquals("mine", Files.readString(pack.resolve("pack.yaml")));
    assertThrows(
        StartFailure.class,
        () ->
            made.make(
                "yy", new PackCommands.Folders(folder.resolve("nowhere"), folder.resolve("d"))));
  }

  private PackCommands.Folders folders() {
    return new PackCommands.Folders(rules, folder.resolve("descriptors"));
  }

  private void turnTieBreak() throws IOException {
    Path rule = rules.resolve(TiedDistrict.RULE);
    String text = Files.readString(rule);
    assertTrue(text.contains(TiedDistrict.BEFORE));
    Path beside = rule.resolveSibling(".edit.swp");
    Files.writeString(beside, text.replace(TiedDistrict.BEFORE, TiedDistrict.AFTER));
    Files.move(beside, rule, StandardCopyOption.ATOMIC_MOVE);
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--rules",
            rules.toString(),
            "--descriptors",
            folder.resolve("descriptors").toString()));
    PrintWriter to = new PrintWriter(out, true);
    PrintWriter toErr = new PrintWriter(err, true);
    return Cli.run(new Launcher(to, toErr), to, toErr, all.toArray(String[]::new));
  }
}
