package org.statecraft.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.statecraft.admin.Explainer;
import org.statecraft.admin.Explanation;
import org.statecraft.admin.ExplanationJson;
import org.statecraft.admin.KeptRules;
import org.statecraft.campus.StudentId;
import org.statecraft.cases.FactsFile;
import org.statecraft.cli.Commands;
import org.statecraft.cli.ExplainOptions;
import org.statecraft.cli.Format;
import org.statecraft.config.PathsConfig;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.explain.Subject;
import org.statecraft.reload.KeptPack;

/** Carries out {@code statecraft explain}. Blocking. */
final class ExplainRun {

  private final ExplainOptions options;
  private final PrintWriter out;
  private final InstantSource clock;

  ExplainRun(ExplainOptions options, PrintWriter out, InstantSource clock) {
    this.options = options;
    this.out = out;
    this.clock = clock;
  }

  int run() {
    Explanation explanation =
        options.facts().map(file -> ofFacts(file, options.pack().orElse(""))).orElseGet(this::live);
    if (options.format() == Format.JSON) {
      out.println(ExplanationJson.of(explanation).toPrettyString());
    } else {
      new ExplainText(out, explanation).print(options.facts().map(Path::toString).orElse(""));
    }
    out.flush();
    return Commands.DONE;
  }

  private Explanation ofFacts(Path file, String name) {
    KeptPack kept =
        Rules.onDisk(
            name,
            new PathsConfig(
                options.folders().rules(), options.folders().descriptors(), Path.of("")));
    Problems problems = new Problems();
    FactsFile facts = FactsFile.read(kept.pack(), file, problems);
    problems.throwIfAny();
    return Explainer.ofFacts(kept, facts, options.resources());
  }

  private Explanation live() {
    OpenedSetting setting = OpenedSetting.read(options.config(), options.settings());
    try (CommandDatabase database = CommandDatabase.open(setting.config().database(), clock)) {
      Explainer explainer = new Explainer(database.database(), database::await);
      Subject subject = subject(explainer);
      Connection connection = setting.connection(subject.connection().value());
      KeptPack kept =
          new KeptRules(database.database(), database::await)
              .find(
                  connection.pack(),
                  options.revision(),
                  () -> Rules.onDisk(connection.pack(), setting.config().paths()));
      return explainer.live(subject, connection, kept, options.resources());
    }
  }

  private Subject subject(Explainer explainer) {
    if (options.error().isPresent()) {
      return explainer.ofError(options.error().get());
    }
    ConnectionName connection = new ConnectionName(options.connection().orElse(""));
    if (options.record().isPresent()) {
      String record = options.record().get();
      int slash = record.indexOf('/');
      return explainer.ofRecord(
          connection, new ResourceName(record.substring(0, slash)), record.substring(slash + 1));
    }
    if (options.event().isPresent()) {
      return explainer.ofEvent(connection, new StudentId(options.event().get()));
    }
    String student = options.student().orElse("");
    return new Subject(connection, new StudentId(student), Optional.empty(), "student " + student);
  }
}
