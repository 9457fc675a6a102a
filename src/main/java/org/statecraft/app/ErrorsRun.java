package org.statecraft.app;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.ErrorDesk;
import org.statecraft.admin.ErrorGroup;
import org.statecraft.cli.ErrorsOptions;
import org.statecraft.cli.Format;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.OpenError;

/** Carries out {@code statecraft errors}. Blocking. */
final class ErrorsRun {

  private static final int MOST_ENTRIES = 20;

  private final CommandDatabase database;
  private final ErrorsOptions options;
  private final PrintWriter out;
  private final ErrorDesk desk;
  private final Optional<ResourceName> resource;

  ErrorsRun(CommandDatabase database, ErrorsOptions options, PrintWriter out, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.out = out;
    this.desk = new ErrorDesk(database.database(), clock);
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
    return database.await(
        desk.groups(
            new ErrorDesk.Asked(
                options.connection().map(ConnectionName::new),
                options.causes(),
                resource,
                options.archived())));
  }

  private List<OpenError> entries(ErrorGroup group) {
    return database.await(desk.entries(group, MOST_ENTRIES));
  }

  private void retry(List<ErrorGroup> groups) {
    ErrorDesk.Retried done = database.await(desk.retry(groups, resource));
    out.println(
        "Records sent again: %,d; students decided again: %,d. What still fails comes back."
            .formatted(done.actions(), done.students()));
  }

  private void archive(List<ErrorGroup> groups) {
    int entries = database.await(desk.archive(groups, resource));
    out.println("Entries put aside: %,d. 'errors --archived' shows them.".formatted(entries));
  }
}
