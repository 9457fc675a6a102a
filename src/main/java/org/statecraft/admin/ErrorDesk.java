package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.db.Database;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.errorlog.CauseSummary;
import org.statecraft.errorlog.ErrorCauseStore;
import org.statecraft.errorlog.ErrorFilter;
import org.statecraft.errorlog.OpenError;
import org.statecraft.errorlog.RootCause;
import org.statecraft.events.EventStore;
import org.statecraft.outbox.HeldUpStore;

/** The error log by root cause: what there is, trying it again, putting it aside. */
public final class ErrorDesk {

  private final Database database;
  private final InstantSource clock;
  private final ErrorCauseStore errors = new ErrorCauseStore();
  private final HeldUpStore outbox = new HeldUpStore();
  private final EventStore events = new EventStore();

  public ErrorDesk(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Which errors are meant.
   *
   * @param causes ids of causes, their texts or the words these begin with; empty for all
   * @param resource that they are about; empty for all
   * @param archived whether those count too that were put aside
   */
  public record Asked(
      Optional<ConnectionName> connection,
      List<String> causes,
      Optional<ResourceName> resource,
      boolean archived) {

    public Asked {
      causes = List.copyOf(causes);
    }
  }

  /**
   * What a retry set going.
   *
   * @param actions that are sent again
   * @param students that are decided again
   */
  public record Retried(int actions, int students) {

    /** As the audit log and the API tell it. */
    public JsonNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("actions", actions)
          .put("students", students);
    }
  }

  /**
   * What was put aside.
   *
   * @param entries of the error log
   */
  public record Archived(int entries) {

    /** As the audit log and the API tell it. */
    public JsonNode json() {
      return JsonNodeFactory.instance.objectNode().put("entries", entries);
    }
  }

  /** The root causes, the one that holds up most first. */
  public Future<List<ErrorGroup>> groups(Asked asked) {
    List<Optional<String>> causes =
        asked.causes().isEmpty()
            ? List.of(Optional.empty())
            : asked.causes().stream().map(Optional::of).toList();
    Future<List<CauseSummary>> found = Future.succeededFuture(new ArrayList<>());
    for (Optional<String> cause : causes) {
      ErrorFilter filter = new ErrorFilter(asked.connection(), cause, asked.archived());
      found =
          found.compose(
              before ->
                  errors
                      .summaries(database, filter)
                      .map(
                          more -> {
                            before.addAll(more);
                            return before;
                          }));
    }
    return found
        .compose(
            all ->
                outbox
                    .heldUp(database, asked.connection())
                    .map(held -> ErrorGroup.of(distinct(all), held)))
        .map(
            groups ->
                groups.stream()
                    .filter(
                        each -> asked.resource().isEmpty() || each.concerns(asked.resource().get()))
                    .toList());
  }

  /** A cause may be meant twice, by its id and by its words. */
  private static List<CauseSummary> distinct(List<CauseSummary> summaries) {
    Map<RootCause, CauseSummary> byRoot = new LinkedHashMap<>();
    summaries.forEach(each -> byRoot.putIfAbsent(each.root(), each));
    return List.copyOf(byRoot.values());
  }

  /** Entries of a group, at most so many, the newest of each cause first. */
  public Future<List<OpenError>> entries(ErrorGroup group, int most) {
    Future<List<OpenError>> entries = Future.succeededFuture(new ArrayList<>());
    for (RootCause root : group.roots()) {
      entries =
          entries.compose(
              before ->
                  before.size() >= most
                      ? Future.succeededFuture(before)
                      : errors
                          .entries(database, root, Optional.empty(), most - before.size())
                          .map(
                              more -> {
                                before.addAll(more);
                                return before;
                              }));
    }
    return entries;
  }

  /** Sends what fails because of these again, and decides students again that are held by them. */
  public AuditedChange<Retried> retrying(Asked asked) {
    return change("retryErrors", asked, groups -> retry(groups, asked.resource()), Retried::json);
  }

  /** Puts the entries aside. */
  public AuditedChange<Archived> archiving(Asked asked) {
    return change(
        "archiveErrors", asked, groups -> archive(groups, asked.resource()), Archived::json);
  }

  private <T> AuditedChange<T> change(
      String action,
      Asked asked,
      Function<List<ErrorGroup>, Future<T>> work,
      Function<T, JsonNode> after) {
    return AuditedChange.ofFound(
        new About(action, asked.connection(), ErrorJson.of(asked)),
        () -> there(asked),
        ErrorJson::numbers,
        groups -> work.apply(groups).map(done -> Made.of(done, after.apply(done))));
  }

  /** The root causes; failed with {@link NotThere} if there are none. */
  public Future<List<ErrorGroup>> there(Asked asked) {
    return groups(asked)
        .map(
            groups -> {
              if (groups.isEmpty()) {
                throw new NotThere("no errors of this kind are open");
              }
              return groups;
            });
  }

  private Future<Retried> retry(Collection<ErrorGroup> groups, Optional<ResourceName> resource) {
    return each(
            groups,
            (connection, causes) ->
                database.inTransaction(tx -> retry(tx, connection, causes, resource)))
        .map(
            all ->
                new Retried(
                    all.stream().mapToInt(Retried::actions).sum(),
                    all.stream().mapToInt(Retried::students).sum()));
  }

  private Future<Retried> retry(
      Tx tx, ConnectionName connection, List<String> causes, Optional<ResourceName> resource) {
    return outbox
        .retry(tx, connection, causes, resource)
        .compose(
            actions ->
                errors
                    .students(tx, connection, causes, resource)
                    .compose(
                        found ->
                            found.isEmpty()
                                ? Future.succeededFuture(new Retried(actions, 0))
                                : events
                                    .enqueue(tx, connection, found, "retry", clock.instant())
                                    .map(new Retried(actions, found.size()))));
  }

  private Future<Archived> archive(Collection<ErrorGroup> groups, Optional<ResourceName> resource) {
    return each(
            groups, (connection, causes) -> errors.archive(database, connection, causes, resource))
        .map(all -> new Archived(all.stream().mapToInt(Integer::intValue).sum()));
  }

  private static <T> Future<List<T>> each(
      Collection<ErrorGroup> groups, BiFunction<ConnectionName, List<String>, Future<T>> work) {
    List<Future<T>> all = new ArrayList<>();
    causes(groups).forEach((connection, causes) -> all.add(work.apply(connection, causes)));
    return Future.all(all).map(done -> done.<T>list());
  }

  private static Map<ConnectionName, List<String>> causes(Collection<ErrorGroup> groups) {
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
