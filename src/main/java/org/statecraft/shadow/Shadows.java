package org.statecraft.shadow;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.campus.StudentId;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.packs.PackFiles;
import org.statecraft.preview.BatchPreview;
import org.statecraft.preview.Change;
import org.statecraft.reload.KeptPack;
import org.statecraft.rules.RuleSet;
import org.statecraft.rules.RuleSets;
import org.statecraft.sync.Evaluator;
import org.statecraft.sync.Evaluators;

/**
 * Compares, behind the road, what was decided with what the shadows would decide. Everything
 * happens on one thread; the road hands over the ids of students and goes on. Who comes when too
 * many wait is skipped and counted.
 */
public final class Shadows {

  private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int STUDENTS_TOGETHER = 100;

  private final Database database;
  private final RuleSets ruleSets;
  private final Map<ConnectionName, Connection> connections;
  private final ShadowListener listener;
  private final ShadowStore store = new ShadowStore();
  private final WaitingStudents waiting = new WaitingStudents();
  private final ScheduledExecutorService thread;
  private final ExecutorService deciding;
  private final BatchPreview preview;
  private final Evaluators live;
  private final Map<ConnectionName, Compiled> compiled = new HashMap<>();

  /** A shadow that is ready to decide, or what it failed at. */
  private record Compiled(Shadow shadow, RuleSet rules, Evaluators evaluators) {}

  public Shadows(
      Database database,
      RuleSets ruleSets,
      Collection<Connection> connections,
      ShadowListener listener) {
    this.database = database;
    this.ruleSets = ruleSets;
    this.connections =
        connections.stream().collect(Collectors.toMap(Connection::name, each -> each));
    this.listener = listener;
    this.live = new Evaluators(database, ruleSets::of);
    this.thread = Executors.newSingleThreadScheduledExecutor(work -> quiet(work, "shadow"));
    this.deciding = Executors.newSingleThreadExecutor(work -> quiet(work, "shadow-decide"));
    this.preview = new BatchPreview(database, deciding);
  }

  private static Thread quiet(Runnable work, String name) {
    Thread own = new Thread(work, name);
    own.setDaemon(true);
    own.setPriority(Thread.MIN_PRIORITY);
    return own;
  }

  /** Begins to look, every so often. */
  public void start(Duration every) {
    thread.scheduleWithFixedDelay(
        this::lookSafely, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks no more. */
  public void stop() {
    thread.shutdownNow();
    deciding.shutdownNow();
  }

  /** Students were decided. Returns at once, and never fails. */
  public void decided(ConnectionName connection, Collection<StudentId> students) {
    waiting.add(connection, students);
  }

  private void lookSafely() {
    try {
      look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      // Without the database there is nowhere to count it.
      LOG.warn("shadow=not_looked error={}", e.getClass().getSimpleName());
    }
  }

  /** Compares all who wait. */
  void look() throws InterruptedException {
    List<Shadow> all = await(store.list(database, Optional.empty()));
    waiting.only(all.stream().map(Shadow::connection).toList());
    compiled.keySet().removeIf(name -> all.stream().noneMatch(each -> isOf(each, name)));
    for (Shadow each : all) {
      Connection connection = connections.get(each.connection());
      if (connection != null) {
        compare(each, connection);
      }
    }
  }

  private static boolean isOf(Shadow shadow, ConnectionName name) {
    return shadow.connection().equals(name);
  }

  private void compare(Shadow shadow, Connection connection) throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      List<StudentId> batch = waiting.next(connection.name(), STUDENTS_TOGETHER);
      long skipped = waiting.skipped(connection.name());
      if (batch.isEmpty() && skipped == 0) {
        return;
      }
      count(shadow, batch, skipped, connection);
    }
  }

  private void count(Shadow shadow, List<StudentId> batch, long skipped, Connection connection)
      throws InterruptedException {
    List<Change> changes = new ArrayList<>();
    long differing = 0;
    String failure = "";
    try {
      for (BatchPreview.Previewed each : compared(shadow, connection, batch)) {
        changes.addAll(each.changes());
        differing += each.changes().isEmpty() ? 0 : 1;
      }
    } catch (RuntimeException | LinkageError e) {
      // Never its message, which may show a student's values.
      failure = kindOf(e);
      LOG.warn(
          "connection={} shadow={} failed error={}", connection.name(), shadow.revision(), failure);
    }
    boolean failed = !failure.isEmpty();
    Shadow.Counts more =
        new Shadow.Counts(failed ? 0 : batch.size(), differing, failed ? batch.size() : 0, skipped);
    String told = failure;
    await(database.inTransaction(tx -> store.add(tx, shadow, more, changes, told)));
    listener.compared(connection.name(), more);
  }

  private static String kindOf(Throwable error) {
    return error instanceof NotUsable
        ? String.valueOf(error.getMessage())
        : error.getClass().getSimpleName();
  }

  private List<BatchPreview.Previewed> compared(
      Shadow shadow, Connection connection, List<StudentId> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return List.of();
    }
    Evaluator before = await(live.of(connection));
    Evaluator after = await(ready(shadow, connection).evaluators().of(connection));
    return await(preview.of(connection, before, after, batch));
  }

  private Compiled ready(Shadow shadow, Connection connection) throws InterruptedException {
    Compiled known = compiled.get(shadow.connection());
    if (known != null && known.shadow().revision().equals(shadow.revision())) {
      return known;
    }
    PackFiles files = await(store.files(database, shadow.connection(), shadow.revision()));
    RuleSet rules;
    try {
      KeptPack kept = KeptPack.read(shadow.pack(), files);
      rules = RuleSet.compile(kept.pack(), kept.schemas(), connection.dataStandard());
    } catch (RuntimeException e) {
      throw new NotUsable("this version of the program does not take the files", e);
    }
    Compiled made = new Compiled(shadow, rules, new Evaluators(database, any -> rules));
    compiled.put(shadow.connection(), made);
    return made;
  }

  /** A shadow whose files cannot be used; the message may be shown. */
  private static final class NotUsable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUsable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static <T> T await(Future<T> work) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return work.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }
}
