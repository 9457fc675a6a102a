package org.statecraft.app;

import io.vertx.core.Future;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.statecraft.cli.ErrorsOptions;
import org.statecraft.cli.Format;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.CauseSummary;
import org.statecraft.errorlog.ErrorCauseStore;
import org.statecraft.errorlog.ErrorFilter;
import org.statecraft.errorlog.OpenError;
import org.statecraft.errorlog.RootCause;
import org.statecraft.events.EventStore;
import org.statecraft.outbox.HeldUpStore;

/** Carries out {@code statecraft errors}. Blocking. */
final class ErrorsRun {

  private static final int MOST_ENTRIES = 20;

  private final CommandDatabase database;
  private final ErrorsOptions options;
  private final PrintWriter out;
  private final InstantSource clock;
  private final ErrorCauseStore errors = new ErrorCauseStore();
  private final HeldUpStore outbox = new HeldUpStore();
  private final EventStore events = new EventStore();
  private final Optional<ConnectionName> connection;
  private final Optional<ResourceName> resource;

  ErrorsRun(CommandDatabase database, ErrorsOptions options, PrintWriter out, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.out = out;
    this.clock = clock;
    this.connection = options.connection().map(ConnectionName::new);
    this.resource = options.resource().map(ResourceName::new);
  }

  /** Whether what was asked for was found. */
  boolean run() {
    List<ErrorGroup> groups = groups();
    boolean json = options.format() == Format.JSON;
    switch (options.action()) {
      case LIST -> out.print(json ? ErrorsText.json(groups) : ErrorsText.list(groups));
      case SHOW ->
          groups.forEach(
              each -> {
                List<OpenError> entries = entries(each);
                out.print(
                    json
                        ? ErrorsText.json(each, entries, options.answers())
                        : ErrorsText.show(each, entries, options.answers()));
              });
      case RETRY -> retry(groups);
      case ARCHIVE -> archive(groups);
    }
    if (groups.isEmpty() && options.action() != ErrorsOptions.Action.LIST) {
      out.println("No errors of this kind are open.");
    }
    out.flush();
    return !groups.isEmpty() || options.causes().isEmpty();
  }

  private List<ErrorGroup> groups() {
    List<CauseSummary> summaries = new ArrayList<>();
    Set<RootCause> seen = new HashSet<>();
    List<Optional<String>> causes =
        options.causes().isEmpty()
            ? List.of(Optional.empty())
            : options.causes().stream().map(Optional::of).toList();
    for (Optional<String> cause : causes) {
      ErrorFilter filter = new ErrorFilter(connection, cause, options.archived());
      for (CauseSummary each : database.await(errors.summaries(database.database(), filter))) {
        if (seen.add(each.root())) {
          summaries.add(each);
        }
      }
    }
    List<ErrorGroup> groups =
        ErrorGroup.of(summaries, database.await(outbox.heldUp(database.database(), connection)));
    return resource
        .map(name -> groups.stream().filter(each -> each.concerns(name)).toList())
        .orElse(groups);
  }

  private List<OpenError> entries(ErrorGroup group) {
    List<OpenError> entries = new ArrayList<>();
    for (RootCause root : group.roots()) {
      if (entries.size() < MOST_ENTRIES) {
        entries.addAll(
            database.await(
                errors.entries(database.database(), root, MOST_ENTRIES - entries.size())));
      }
    }
    return entries;
  }

  private void retry(List<ErrorGroup> groups) {
    int actions = 0;
    int students = 0;
    for (Map.Entry<ConnectionName, List<String>> each : causes(groups).entrySet()) {
      actions +=
          database.await(
              database
                  .database()
                  .inTransaction(tx -> outbox.retry(tx, each.getKey(), each.getValue(), resource)));
      students += decideAgain(each.getKey(), each.getValue());
    }
    out.println(
        "Records sent again: %,d; students decided again: %,d. What still fails comes back."
            .formatted(actions, students));
  }

  private int decideAgain(ConnectionName name, List<String> causes) {
    return database.await(
        database
            .database()
            .inTransaction(
                tx ->
                    errors
                        .students(tx, name, causes, resource)
                        .compose(
                            found ->
                                found.isEmpty()
                                    ? Future.succeededFuture(0)
                                    : events
                                        .enqueue(tx, name, found, "retry", clock.instant())
                                        .map(found.size()))));
  }

  private void archive(List<ErrorGroup> groups) {
    int entries = 0;
    for (Map.Entry<ConnectionName, List<String>> each : causes(groups).entrySet()) {
      entries +=
          database.await(
              errors.archive(database.database(), each.getKey(), each.getValue(), resource));
    }
    out.println("Entries put aside: %,d. 'errors --archived' shows them.".formatted(entries));
  }

  private static Map<ConnectionName, List<String>> causes(List<ErrorGroup> groups) {
    Map<ConnectionName, List<String>> causes = new TreeMap<>();
    groups.forEach(
        group ->
            group
                .roots()
                .forEach(
                    root ->
                        causes
                            .computeIfAbsent(root.connection(), name -> new ArrayList<>())
                            .add(root.cause())));
    return causes;
  }
}
