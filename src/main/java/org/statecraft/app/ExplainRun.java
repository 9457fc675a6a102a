package org.statecraft.app;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.campus.StudentId;
import org.statecraft.cases.FactsFile;
import org.statecraft.cli.Commands;
import org.statecraft.cli.ExplainOptions;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.PathsConfig;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.ExplainStore;
import org.statecraft.explain.History;
import org.statecraft.explain.Subject;
import org.statecraft.facts.StudentFacts;
import org.statecraft.packs.RulePack;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.Decider;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleSet;
import org.statecraft.sync.Evaluator;

/** Carries out {@code statecraft explain}. Blocking. */
final class ExplainRun {

  private final ExplainOptions options;
  private final PrintWriter out;
  private final InstantSource clock;
  private final ExplainStore store = new ExplainStore();

  ExplainRun(ExplainOptions options, PrintWriter out, InstantSource clock) {
    this.options = options;
    this.out = out;
    this.clock = clock;
  }

  int run() {
    if (options.facts().isPresent()) {
      ofFacts(options.facts().get(), options.pack().orElse(""));
    } else {
      live();
    }
    out.flush();
    return Commands.DONE;
  }

  private void ofFacts(java.nio.file.Path file, String name) {
    PathsConfig paths =
        new PathsConfig(
            options.folders().rules(), options.folders().descriptors(), java.nio.file.Path.of(""));
    KeptPack kept = new KeptPack(Rules.reader(paths).read(name), Rules.schemas(paths));
    RulePack pack = kept.pack();
    Problems problems = new Problems();
    FactsFile facts = FactsFile.read(pack, file, problems);
    problems.throwIfAny();
    Collection<ResourceName> resources = asked(pack, Optional.empty(), facts.enabled());
    RuleSet rules = RuleSet.compile(pack, kept.schemas(), facts.standard());
    RuleSet telling = RuleSet.compileTelling(pack, kept.schemas(), facts.standard(), resources);
    Decision decision = facts.decider(rules).decide(facts.student(), facts.enabled());
    Decider teller = facts.decider(telling);
    ExplainText text = new ExplainText(out, pack);
    text.head("Facts of " + file, pack.revision());
    text.facts(facts.student());
    for (ResourceName each : resources) {
      text.resource(each, decision, teller.stories(facts.student(), each), Optional.empty());
    }
  }

  private void live() {
    OpenedSetting setting = OpenedSetting.read(options.config(), options.settings());
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      Subject subject = subject(database);
      Connection connection = setting.connection(subject.connection().value());
      KeptPack kept =
          new KeptRules(database)
              .find(connection.pack(), options.revision(), setting.config().paths());
      explain(database, subject, connection, kept);
    }
  }

  private Subject subject(CommandDatabase database) {
    if (options.error().isPresent()) {
      long id = options.error().get();
      return database
          .await(store.ofError(database.database(), id))
          .orElseThrow(
              () -> new StartFailure("error " + id + " is not there, or about no student"));
    }
    ConnectionName connection = new ConnectionName(options.connection().orElse(""));
    if (options.record().isPresent()) {
      String record = options.record().get();
      int slash = record.indexOf('/');
      ResourceName resource = new ResourceName(record.substring(0, slash));
      return database
          .await(
              store.ofRecord(
                  database.database(), connection, resource, record.substring(slash + 1)))
          .orElseThrow(
              () ->
                  new StartFailure(
                      "there is no record " + record + " of a student at " + connection));
    }
    String student = options.student().orElse("");
    return new Subject(connection, new StudentId(student), Optional.empty(), "student " + student);
  }

  private void explain(
      CommandDatabase database, Subject subject, Connection connection, KeptPack kept) {
    RulePack pack = kept.pack();
    DataStandard standard = connection.dataStandard();
    ResourcePreferences preferences =
        database.await(new PreferenceStore().load(database.database(), connection.name()));
    RuleSet rules = RuleSet.compile(pack, kept.schemas(), standard);
    Evaluator evaluator =
        database.await(Evaluator.open(database.database(), connection, rules, preferences));
    Collection<ResourceName> resources = asked(pack, subject.resource(), evaluator.enabled());
    Evaluator teller =
        database.await(
            Evaluator.open(
                database.database(),
                connection,
                RuleSet.compileTelling(pack, kept.schemas(), standard, resources),
                preferences));
    StudentFacts facts = database.await(evaluator.facts(subject.student()));
    History history =
        database.await(store.history(database.database(), connection.name(), subject.student()));
    if (facts.own().isEmpty() && history.records().isEmpty() && history.attempts().isEmpty()) {
      throw new StartFailure(
          "nothing is kept of " + subject.because() + " at " + connection.name());
    }
    Decision decision = evaluator.decide(facts);
    ExplainText text = new ExplainText(out, pack);
    text.head(
        "Student "
            + subject.student()
            + " at "
            + connection.name()
            + (subject.because().startsWith("student") ? "" : ", because of " + subject.because()),
        pack.revision());
    text.history(history);
    text.facts(facts);
    for (ResourceName each : resources) {
      text.resource(each, decision, teller.stories(facts, each), Optional.of(history));
    }
  }

  /** The resources that were asked for, or all that are switched on. */
  private Collection<ResourceName> asked(
      RulePack pack, Optional<ResourceName> subject, Set<ResourceName> enabled) {
    if (options.resources().isEmpty()) {
      return subject
          .filter(pack.resources()::containsKey)
          .map(List::of)
          .orElseGet(() -> List.copyOf(new TreeSet<>(enabled)));
    }
    List<String> known = pack.resources().keySet().stream().map(ResourceName::value).toList();
    for (String each : options.resources()) {
      if (!known.contains(each)) {
        throw new StartFailure(
            "the pack "
                + pack.name()
                + " has no resource '"
                + each
                + "'"
                + DidYouMean.hint(each, known));
      }
    }
    return options.resources().stream().map(ResourceName::new).toList();
  }
}
