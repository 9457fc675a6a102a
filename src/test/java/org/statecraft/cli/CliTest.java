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
                  + options.latency()
                  + options
                      .faults()
                      .map(
                          faults ->
                              " "
                                  + faults.seed()
                                  + faults.rates()
                                  + " "
                                  + faults.lateAuthorization())
                      .orElse(""));
          return DONE;
        }

        @Override
        public int preferences(PreferenceTask task) {
          calls.add(task.toString());
          return DONE;
        }

        @Override
        public int errors(ErrorsOptions options) {
          calls.add(
              "errors %s %s %s %s %s %s %s '%s' %s"
                  .formatted(
                      options.action(),
                      options.config(),
                      options.connection(),
                      options.resource(),
                      options.causes(),
                      options.archived(),
                      options.answers(),
                      options.by(),
                      options.format()));
          return DONE;
        }

        @Override
        public int resync(ResyncTask task) {
          calls.add(task.toString());
          return DONE;
        }

        @Override
        public int check(CheckOptions options) {
          calls.add(
              "check %s %s %s".formatted(options.packs(), options.format(), options.folders()));
          return DONE;
        }

        @Override
        public int test(TestOptions options) {
          calls.add(
              "test %s %s %s %s %s"
                  .formatted(
                      options.packs(),
                      options.coverage(),
                      options.watch(),
                      options.junit(),
                      options.folders()));
          return DONE;
        }

        @Override
        public int newState(String state, Folders folders) {
          calls.add("new-state %s %s".formatted(state, folders));
          return DONE;
        }

        @Override
        public int shadow(ShadowOptions options) {
          calls.add(
              "shadow %s %s %s %s %d %s"
                  .formatted(
                      options.action(),
                      options.connection(),
                      options.folder(),
                      options.by(),
                      options.samples(),
                      options.format()));
          return 0;
        }

        @Override
        public int packs(PacksOptions options) {
          calls.add(
              "packs %s %s %s '%s' %s %s"
                  .formatted(
                      options.packs(),
                      options.rollBackTo(),
                      options.by(),
                      options.reason(),
                      options.config(),
                      options.format()));
          return DONE;
        }

        @Override
        public int explain(ExplainOptions options) {
          calls.add(
              "explain %s %s %s %s %s %s %s %s"
                  .formatted(
                      options.connection(),
                      options.student(),
                      options.record(),
                      options.error(),
                      options.facts(),
                      options.pack(),
                      options.resources(),
                      options.revision()));
          return DONE;
        }

        @Override
        public int plan(PlanOptions options) {
          calls.add(
              "plan %s %s %s %s %s"
                  .formatted(
                      options.folder(),
                      options.descriptors(),
                      options.connections(),
                      options.samples(),
                      options.out()));
          return FAILED;
        }

        @Override
        public int deliver(DeliverOptions options) {
          calls.add(
              "deliver %s %s %s %s '%s' '%s' %s"
                  .formatted(
                      options.action(),
                      options.config(),
                      options.connection(),
                      options.resource(),
                      options.reason(),
                      options.by(),
                      options.format()));
          return DONE;
        }

        @Override
        public int status(StatusOptions options) {
          calls.add(options.toString());
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
  void run_packCommands_passWhatIsAskedFor() {
    assertEquals(0, run("check", "core", "mo", "--format=json"));
    assertEquals(0, run("test", "--coverage", "--junit", "x.xml", "--rules", "r"));
    assertEquals(0, run("new-state", "zz"));
    assertEquals(0, run("packs", "--pack", "core", "--config", "c"));
    assertEquals(0, run("packs", "rollback", "core", "abc", "--by", "me", "--reason", "too many"));
    assertEquals(
        List.of(
            "check [core, mo] JSON Folders[rules=rules, descriptors=descriptors]",
            "test [] true false Optional[x.xml] Folders[rules=r, descriptors=descriptors]",
            "new-state zz Folders[rules=rules, descriptors=descriptors]",
            "packs [core] Optional.empty  '' c TEXT",
            "packs [core] Optional[abc] me 'too many' config/server.yaml TEXT"),
        calls);
    assertEquals(2, run("new-state", "Z!"));
  }

  @Test
  void run_shadow_passesWhatToDo() {
    assertEquals(0, run("packs", "shadow", "--connection=c", "--samples", "3", "--format=json"));
    assertEquals(0, run("packs", "shadow", "start", "rules/mo", "--connection=c", "--by", "me"));
    assertEquals(0, run("packs", "shadow", "stop", "--connection=c", "--by=me"));
    assertEquals(
        List.of(
            "shadow SHOW Optional[c] Optional.empty  3 JSON",
            "shadow START Optional[c] Optional[rules/mo] me 0 TEXT",
            "shadow STOP Optional[c] Optional.empty me 0 TEXT"),
        calls);
    assertEquals(2, run("packs", "shadow", "start", "rules/mo"));
  }

  @Test
  void run_explain_passesOneSubject() {
    assertEquals(0, run("explain", "--connection=c", "--student", "7", "--resource=r"));
    assertEquals(0, run("explain", "--facts", "f.yaml", "--pack", "core"));
    assertEquals(0, run("explain", "--error", "12", "--revision", "abc"));
    String none = "Optional.empty";
    assertEquals(
        List.of(
            "explain Optional[c] Optional[7] %s %s %s %s [r] %s".replace("%s", none),
            "explain %s %s %s %s Optional[f.yaml] Optional[core] [] %s".replace("%s", none),
            "explain %s %s %s Optional[12] %s %s [] Optional[abc]".replace("%s", none)),
        calls);
    calls.clear();
    assertEquals(1, run("plan", "rules/core", "--connection=c", "--out", "x", "--samples=2"));
    assertEquals(List.of("plan rules/core Optional.empty [c] 2 Optional[x]"), calls);
    assertEquals(2, run("explain", "--student", "7"));
    assertEquals(2, run("explain", "--connection=c"));
    assertEquals(2, run("explain", "--connection=c", "--record", "programs"));
    assertEquals(2, run("explain", "--facts", "f.yaml"));
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
            "sandbox 0 Optional[j] 7.3 Optional.empty PT0S",
            "sandbox 9001 Optional.empty 6.2 Optional[3.3] PT0.01S"),
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
                + " folders=Folders[rules=rules, descriptors=descriptors]]",
            "mutate MutateOptions[packs=[one, two], operators=[drop-rule], only=[X-1, programs],"
                + " json=true, threads=3, folders=Folders[rules=rules, descriptors=descriptors]]"),
        calls);
  }

  @Test
  void run_mutateInAnUnknownFormat_isRefused() {
    assertEquals(2, run("mutate", "--format", "xml"));
    assertTrue(
        err.toString()
            .contains(
                "Invalid value for option '--format': expected one of [TEXT, JSON]"
                    + " (case-insensitive) but was 'xml'"),
        err.toString());
  }

  @Test
  void run_sandboxWithFaults_passesSeedRatesAndTimes() {
    assertEquals(
        0,
        run(
            "sandbox",
            "--port=0",
            "--faults=7",
            "--fault-rate=0.2",
            "--fault-rate=reset-after=0.1",
            "--late-authorization=100"));
    assertEquals(
        List.of("sandbox 0 Optional.empty 7.3 Optional.empty PT0S 7[0.2, reset-after=0.1] PT0.1S"),
        calls);
    assertEquals(2, run("sandbox", "--port=0", "--fault-rate=0.2"));
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
  void run_errors_listsUnlessToldOtherwise() {
    assertEquals(
        0,
        run("errors", "--connection", "a-2025", "--resource=x", "--cause", "c", "--format=json"));
    assertEquals(0, run("errors", "show", "3f2a91bc", "--answers", "--config", "s.yaml"));
    assertEquals(0, run("errors", "retry", "rejected", "--connection=a-2025", "--by=me"));
    assertEquals(0, run("errors", "archive", "--all", "--archived", "--by=me"));
    assertEquals(
        List.of(
            "errors LIST config/server.yaml Optional[a-2025] Optional[x] [c] false false '' JSON",
            "errors SHOW s.yaml Optional.empty Optional.empty [3f2a91bc] false true '' TEXT",
            "errors RETRY config/server.yaml Optional[a-2025] Optional.empty [rejected] false false"
                + " 'me' TEXT",
            "errors ARCHIVE config/server.yaml Optional.empty Optional.empty [] true false 'me' TEXT"),
        calls);
  }

  @Test
  void run_errorsRetry_ofNothingInParticularIsRefused() {
    assertEquals(2, run("errors", "retry"));
    assertEquals(List.of(), calls);
    assertTrue(err.toString().contains("--all"), err.toString());
  }

  @Test
  void run_deliver_showsPausesAndResumes() {
    assertEquals(0, run("deliver"));
    assertEquals(0, run("deliver", "status", "--connection", "a-2025", "--format", "json"));
    assertEquals(
        0,
        run(
            "deliver",
            "pause",
            "--connection=a-2025",
            "--resource=x",
            "--reason",
            "moving",
            "--by=me"));
    assertEquals(0, run("deliver", "resume", "--connection=a-2025", "--by=me"));
    assertEquals(2, run("deliver", "pause"));
    assertEquals(
        List.of(
            "deliver STATUS config/server.yaml Optional.empty Optional.empty '' '' TEXT",
            "deliver STATUS config/server.yaml Optional[a-2025] Optional.empty '' '' JSON",
            "deliver PAUSE config/server.yaml Optional[a-2025] Optional[x] 'moving' 'me' TEXT",
            "deliver RESUME config/server.yaml Optional[a-2025] Optional.empty '' 'me' TEXT"),
        calls);
  }

  @Test
  void run_status_passesWhere() {
    assertEquals(0, run("status", "--config", "x.yaml", "--format=json"));
    assertEquals(List.of("StatusOptions[config=x.yaml, settings={}, format=JSON]"), calls);
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
    for (String command :
        List.of(
            "serve",
            "demo",
            "sandbox",
            "mutate",
            "preferences",
            "errors",
            "deliver",
            "resync",
            "apply",
            "delete")) {
      assertTrue(out.toString().contains("  " + command), out.toString());
    }
  }

  /** Of the commands only the one that is typed is made, so each must be found by its name. */
  @Test
  void run_helpOfEachCommand_isItsOwn() {
    List<String> names = Cli.names(commands).stream().filter(name -> !name.contains(" ")).toList();
    assertTrue(names.size() >= 17, names.toString());
    for (String name : names) {
      out.getBuffer().setLength(0);
      assertEquals(0, run(name, "--help"), name);
      assertTrue(out.toString().startsWith("Usage: statecraft " + name), out.toString());
    }
  }

  @Test
  void run_preferences_passesWhatIsAskedFor() {
    assertEquals(0, run("preferences", "export", "a-2025"));
    assertEquals(
        0,
        run(
            "preferences",
            "import",
            "a-2025",
            "p.yaml",
            "--whole",
            "--plan",
            "--by",
            "jane",
            "--config",
            "x.yaml",
            "--set",
            "http.port=1",
            "--format",
            "json"));
    assertEquals(0, run("preferences", "copy", "a-2025", "--overwrite", "--by", "jane"));
    assertEquals(0, run("preferences", "copy", "a-2025", "a-2026", "--by", "jane"));
    assertEquals(0, run("preferences", "unmapped", "a-2025", "--in-year"));
    assertEquals(0, run("preferences", "codes", "a-2025", "CareerCluster"));
    String target =
        "target=Target[connection=a-2025, config=config/server.yaml, settings={}, json=";
    assertEquals(
        List.of(
            "Export[" + target + "false]]",
            "Import[target=Target[connection=a-2025, config=x.yaml, settings={http.port=1},"
                + " json=true], file=p.yaml, whole=true, plan=true, by=jane]",
            "Copy[" + target + "false], to=Optional.empty, overwrite=true, plan=false, by=jane]",
            "Copy[" + target + "false], to=Optional[a-2026], overwrite=false, plan=false, by=jane]",
            "Unmapped[" + target + "false], onlyInYear=true]",
            "Codes[" + target + "false], preference=Optional[CareerCluster]]"),
        calls);
  }

  @Test
  void run_resync_passesScopePlanAndCeiling() {
    assertEquals(
        0,
        run(
            "resync",
            "a-2025",
            "--resource=x",
            "--resource=y",
            "--school=0002",
            "--student=1",
            "--student=2",
            "--cause=c",
            "--plan",
            "--out=p.plan",
            "--allow-deletes=7",
            "--pages-per-second=3",
            "--by=jane",
            "--format=json"));
    assertEquals(0, run("resync", "a-2025", "--all-schools", "--by=jane", "--fresh"));
    assertEquals(0, run("apply", "p.plan", "--allow-deletes=70", "--config=x.yaml", "--by=me"));
    assertEquals(0, run("resync", "history", "--connection=a-2025"));
    String place = "place=Place[config=config/server.yaml, settings={}, json=";
    assertEquals(
        List.of(
            "Resync["
                + place
                + "true], connection=a-2025, resources=[x, y], schools=[0002], students=[1, 2],"
                + " cause=Optional[c], allSchools=false, planOnly=true, out=Optional[p.plan],"
                + " allowedDeletes=OptionalLong[7], pagesPerSecond=3, fresh=false, by=jane]",
            "Resync["
                + place
                + "false], connection=a-2025, resources=[], schools=[], students=[],"
                + " cause=Optional.empty, allSchools=true, planOnly=false, out=Optional.empty,"
                + " allowedDeletes=OptionalLong.empty, pagesPerSecond=20, fresh=true, by=jane]",
            "Apply[place=Place[config=x.yaml, settings={}, json=false], file=p.plan,"
                + " allowedDeletes=OptionalLong[70], by=me]",
            "History[" + place + "false], connection=Optional[a-2025], most=20]"),
        calls);
  }

  @Test
  void run_delete_passesSelectionAndTombstone() {
    assertEquals(
        0,
        run(
            "delete",
            "a-2025",
            "--record=k",
            "--student=1",
            "--students=s.txt",
            "--resource=x",
            "--where=a.b=c=d",
            "--tombstone",
            "--plan",
            "--by=jane"));
    assertEquals(0, run("delete", "tombstones", "a-2025"));
    assertEquals(0, run("delete", "lift", "a-2025", "--record=k", "--student=1", "--by=me"));
    assertEquals(0, run("delete", "lift", "a-2025", "--all", "--by=me"));
    String place = "place=Place[config=config/server.yaml, settings={}, json=false]";
    assertEquals(
        List.of(
            "Delete["
                + place
                + ", connection=a-2025, records=[k], students=[1], studentsFile=Optional[s.txt],"
                + " resources=[x], filters={a.b=c=d}, tombstone=true, planOnly=true,"
                + " out=Optional.empty, allowedDeletes=OptionalLong.empty, by=jane]",
            "Tombstones[" + place + ", connection=a-2025]",
            "Lift[" + place + ", connection=a-2025, all=false, records=[k], students=[1], by=me]",
            "Lift[" + place + ", connection=a-2025, all=true, records=[], students=[], by=me]"),
        calls);
    assertEquals(2, run("delete", "a-2025"));
    assertEquals(2, run("delete"));
    assertEquals(2, run("delete", "lift", "a-2025"));
  }

  @Test
  void run_resyncWrongly_isRefused() {
    assertEquals(2, run("resync"));
    assertEquals(2, run("resync", "a-2025", "--all-schools", "--student=1"));
    assertEquals(2, run("resync", "a-2025", "--pages-per-second=-1"));
    assertEquals(2, run("resync", "a-2025", "--allow-deletes=many"));
    assertEquals(2, run("apply"));
    assertEquals(List.of(), calls);
  }

  @Test
  void run_preferencesByNobodyNamed_isTheUserOfTheMachine() {
    assertEquals(0, run("preferences", "import", "a-2025", "p.yaml"));
    assertTrue(calls.get(0).endsWith("by=" + System.getProperty("user.name") + "]"), calls.get(0));
  }

  @Test
  void run_preferencesWithoutSayingWhat_namesTheCommands() {
    assertEquals(2, run("preferences"));
    assertEquals(
        "statecraft: Say what to do: export, import, copy, unmapped, codes",
        err.toString().lines().findFirst().orElseThrow());
  }

  @Test
  void run_preferencesWrongly_isRefused() {
    assertEquals(2, run("preferences", "export"));
    assertEquals(2, run("preferences", "import", "a-2025"));
    assertEquals(2, run("preferences", "export", "a-2025", "--format", "xml"));
    assertEquals(2, run("preferences", "copy", "a-2025", "--by", " "));
    assertEquals(2, run("preferences", "exprt", "a-2025"));
    assertTrue(err.toString().contains("did you mean 'export'?"), err.toString());
    assertEquals(List.of(), calls);
  }

  private int run(String... args) {
    return Cli.run(commands, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
