package org.statecraft.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.statecraft.cli.Commands;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.PathsConfig;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.mutate.MutationJson;
import org.statecraft.mutate.MutationReport;
import org.statecraft.mutate.MutationText;
import org.statecraft.mutate.Mutations;
import org.statecraft.mutate.Operator;
import org.statecraft.mutate.Selection;
import org.statecraft.packs.PackReader;

/**
 * Carries out {@code statecraft mutate}: the report on {@code out}, its progress on {@code err}.
 */
final class Mutate {

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final PrintWriter err;
  private final InstantSource clock;

  Mutate(PrintWriter out, PrintWriter err, InstantSource clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** The exit code. */
  int run(Commands.MutateOptions options) throws InterruptedException {
    Set<Operator> operators = new HashSet<>();
    for (String word : options.operators()) {
      Optional<Operator> operator = Operator.of(word);
      if (operator.isEmpty()) {
        err.println(
            "statecraft: there is no operator '"
                + word
                + "'"
                + DidYouMean.hint(word, Operator.words()));
        err.println("There are: " + String.join(", ", Operator.words()) + ".");
        return Commands.WRONG_USAGE;
      }
      operators.add(operator.get());
    }
    return tryPacks(options, new Selection(operators, options.only()));
  }

  private int tryPacks(Commands.MutateOptions options, Selection selection)
      throws InterruptedException {
    PackReader reader =
        new PackReader(
            BundledFolder.orPackaged(options.folders().rules(), "rules"),
            BundledFolder.orPackaged(options.folders().descriptors(), "descriptors"));
    PathsConfig paths =
        new PathsConfig(
            options.folders().rules(), options.folders().descriptors(), Path.of("config"));
    Mutations mutations = new Mutations(reader, Rules.schemas(paths));
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    boolean clean = true;
    int made = 0;
    for (String pack : options.packs().isEmpty() ? reader.names() : options.packs()) {
      Instant begun = clock.instant();
      try {
        MutationReport report = mutations.run(pack, selection, threads, progress(pack, begun));
        clean &= report.isClean();
        made += report.size();
        tell(report, Duration.between(begun, clock.instant()), options.json(), json);
      } catch (InvalidFiles e) {
        clean = false;
        err.println("statecraft: the pack " + pack + " is not right as it is:");
        e.problems().forEach(problem -> err.println("  " + problem));
      }
    }
    if (options.json()) {
      out.println(CanonicalJson.write(json));
    }
    out.flush();
    if (clean && made == 0) {
      err.println("statecraft: no pack has what --only and --operator name; no fault was made");
      return Commands.FAILED;
    }
    return clean ? Commands.DONE : Commands.FAILED;
  }

  private void tell(MutationReport report, Duration took, boolean asJson, ArrayNode json) {
    if (asJson) {
      json.add(MutationJson.of(report, took));
    } else {
      out.println(MutationText.of(report, took));
      out.println();
    }
  }

  private Mutations.Progress progress(String pack, Instant begun) {
    AtomicReference<Instant> next = new AtomicReference<>(begun.plus(BETWEEN_WORDS));
    return (done, all, survived) -> {
      Instant now = clock.instant();
      Instant due = next.get();
      if (!now.isBefore(due) && next.compareAndSet(due, now.plus(BETWEEN_WORDS))) {
        err.printf(
            "%s: %d of %d mutants, %d survived, %d s%n",
            pack, done, all, survived, Duration.between(begun, now).toSeconds());
      }
    };
  }
}
