package org.statecraft.app;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.ErrorDesk;
import org.statecraft.admin.ErrorGroup;
import org.statecraft.admin.NotThere;
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
    boolean found =
        switch (options.action()) {
          case LIST -> list();
          case SHOW -> show();
          case RETRY -> changed(this::retry);
          case ARCHIVE -> changed(this::archive);
        };
    if (!found && options.action() != ErrorsOptions.Action.LIST) {
      out.println("No errors of this kind are open.");
    }
    out.flush();
    return found || options.causes().isEmpty();
  }

  private ErrorDesk.Asked asked() {
    return new ErrorDesk.Asked(
        options.connection().map(ConnectionName::new),
        options.causes(),
        resource,
        options.archived());
  }

  private boolean list() {
    List<ErrorGroup> groups = database.await(desk.groups(asked()));
    out.print(isJson() ? ErrorsText.json(groups) : ErrorsText.list(groups));
    return !groups.isEmpty();
  }

  private boolean show() {
    List<ErrorGroup> groups = database.await(desk.groups(asked()));
    for (ErrorGroup each : groups) {
      List<OpenError> entries = entries(each);
      out.print(
          isJson()
              ? ErrorsText.json(each, entries, options.answers())
              : ErrorsText.show(each, entries, options.answers()));
    }
    return !groups.isEmpty();
  }

  private boolean isJson() {
    return options.format() == Format.JSON;
  }

  private static boolean changed(Runnable change) {
    try {
      change.run();
      return true;
    } catch (NotThere e) {
      return false;
    }
  }

  private List<OpenError> entries(ErrorGroup group) {
    return database.await(desk.entries(group, MOST_ENTRIES));
  }

  private void retry() {
    ErrorDesk.Retried done = database.make(options.by(), desk.retrying(asked()));
    out.println(
        "Records sent again: %,d; students decided again: %,d. What still fails comes back."
            .formatted(done.actions(), done.students()));
  }

  private void archive() {
    int entries = database.make(options.by(), desk.archiving(asked())).entries();
    out.println("Entries put aside: %,d. 'errors --archived' shows them.".formatted(entries));
  }
}
