package org.statecraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CliTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> calls = new ArrayList<>();

  /** Writes down what was asked for. */
  private final Commands commands =
      new Commands() {
        @Override
        public int serve(Path config, Map<String, String> settings) {
          calls.add("serve " + config + " " + settings);
          return FAILED;
        }

        @Override
        public int demo(boolean exit, Path data, int sandboxPort, Map<String, String> settings) {
          calls.add("demo " + exit + " " + data + " " + sandboxPort + " " + settings);
          return DONE;
        }

        @Override
        public int mutate(MutateOptions options) {
          calls.add("mutate " + options);
          return DONE;
        }

        @Override
        public int sandbox(SandboxOptions options) {
          calls.add(
              "sandbox "
                  + options.port()
                  + " "
                  + options.journal()
                  + " "
                  + options.family()
                  + " "
                  + options.dataStandard()
                  + " "
                  + options.latency());
          return DONE;
        }
      };

  @Test
  void run_noArguments_isTheDemo() {
    assertEquals(0, run());
    assertEquals(List.of("demo false data/demo 8767 {}"), calls);
  }

  @Test
  void run_demoWithOptions_passesThem() {
    assertEquals(
        0,
        run(
            "demo",
            "--exit",
            "--data",
            "elsewhere",
            "--sandbox-port",
            "9",
            "--set",
            "http.port=1"));
    assertEquals(List.of("demo true elsewhere 9 {http.port=1}"), calls);
  }

  @Test
  void run_serve_passesFileAndSettingsAndTheExitCode() {
    assertEquals(
        1, run("serve", "--config", "x.yaml", "--set", "http.port=1", "--set", "log.level=warn"));
    assertEquals(List.of("serve x.yaml {http.port=1, log.level=warn}"), calls);
  }

  @Test
  void run_serveWithoutConfig_takesTheUsualFile() {
    run("serve");
    assertEquals(List.of("serve config/server.yaml {}"), calls);
  }

  @Test
  void run_sandbox_passesPortAndJournal() {
    assertEquals(0, run("sandbox", "--port", "0", "--journal", "j"));
    assertEquals(
        0,
        run("sandbox", "--port=9001", "--family=6.2", "--data-standard", "3.3", "--latency", "10"));
    assertEquals(
        List.of(
            "sandbox 0 Optional[j] 7.3 5.0 PT0S", "sandbox 9001 Optional.empty 6.2 3.3 PT0.01S"),
        calls);
  }

  @Test
  void run_mutate_passesPacksAndChoices() {
    assertEquals(0, run("mutate"));
    assertEquals(
        0,
        run(
            "mutate",
            "one",
            "two",
            "--operator=drop-rule",
            "--only",
            "X-1",
            "--only",
            "programs",
            "--format",
            "json",
            "--threads=3"));
    assertEquals(
        List.of(
            "mutate MutateOptions[packs=[], operators=[], only=[], json=false, threads=0,"
                + " rules=rules, descriptors=descriptors]",
            "mutate MutateOptions[packs=[one, two], operators=[drop-rule], only=[X-1, programs],"
                + " json=true, threads=3, rules=rules, descriptors=descriptors]"),
        calls);
  }

  @Test
  void run_mutateInAnUnknownFormat_isRefused() {
    assertEquals(2, run("mutate", "--format", "xml"));
    assertTrue(err.toString().contains("text or json"), err.toString());
  }

  @Test
  void run_wrongOption_saysSoInOneLineAndHints() {
    assertEquals(2, run("serve", "--confg", "x"));
    assertEquals(List.of(), calls);
    assertEquals("", out.toString());
    assertEquals(
        List.of(
            "statecraft: Unknown options: '--confg', 'x'; did you mean '--config'?",
            "'statecraft serve --help' shows what there is."),
        err.toString().lines().toList());
  }

  @Test
  void run_wrongCommand_suggestsTheRightOne() {
    assertEquals(2, run("serv"));
    assertTrue(err.toString().contains("did you mean 'serve'?"), err.toString());
  }

  @Test
  void run_settingWithoutValue_isRefused() {
    assertEquals(2, run("serve", "--set", "http.port"));
    assertEquals(2, err.toString().lines().count(), err.toString());
  }

  @Test
  void run_sandboxPortOutOfRange_isRefused() {
    assertEquals(2, run("sandbox", "--port", "70000"));
    assertTrue(err.toString().contains("0 to 65535"), err.toString());
  }

  @Test
  void run_sandboxWithoutPort_isRefused() {
    assertEquals(2, run("sandbox"));
    assertTrue(err.toString().contains("--port"), err.toString());
  }

  @Test
  void run_version_printsTheVersionOfTheBuild() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().matches("(?s)Statecraft [0-9]+\\.[0-9]+.*Java .*"), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void run_help_namesTheCommandsOnStandardOutput() {
    assertEquals(0, run("--help"));
    for (String command : List.of("serve", "demo", "sandbox", "mutate")) {
      assertTrue(out.toString().contains("  " + command), out.toString());
    }
  }

  private int run(String... args) {
    return Cli.run(commands, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
