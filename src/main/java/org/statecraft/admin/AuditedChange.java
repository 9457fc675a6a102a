package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ConnectionName;

/**
 * A change that a person asks for, by a command or by the admin API. It can only be made through
 * {@link Audit}, which writes down who asked for it, what it found and what it left.
 *
 * @param <T> what the change comes to
 */
public final class AuditedChange<T> {

  private final About about;
  private final Supplier<Future<JsonNode>> before;
  private final Supplier<Future<Made<T>>> work;

  /**
   * What is asked.
   *
   * @param action the operation of the API document, or what a command does that the API does not
   * @param connection it is about; empty if about none alone
   * @param asked what it is to do
   */
  public record About(String action, Optional<ConnectionName> connection, JsonNode asked) {}

  /**
   * A change that was made.
   *
   * @param refused whether it was not carried out after all, as {@code result} says
   * @param after what it left
   */
  public record Made<T>(T result, boolean refused, JsonNode after) {

    /** A change that was carried out. */
    public static <T> Made<T> of(T result, JsonNode after) {
      return new Made<>(result, false, after);
    }
  }

  /**
   * A change.
   *
   * @param before tells what it finds; if that fails, the change is not begun
   * @param work makes it
   */
  public AuditedChange(
      About about, Supplier<Future<JsonNode>> before, Supplier<Future<Made<T>>> work) {
    this.about = about;
    this.before = before;
    this.work = work;
  }

  /**
   * A change of what must be found first.
   *
   * @param find looks for it; if that fails, the change is not begun
   * @param told what was found, for the audit log
   * @param work changes what was found
   */
  static <F, T> AuditedChange<T> ofFound(
      About about,
      Supplier<Future<F>> find,
      Function<F, JsonNode> told,
      Function<F, Future<Made<T>>> work) {
    AtomicReference<@Nullable F> found = new AtomicReference<>();
    return new AuditedChange<>(
        about,
        () -> find.get().onSuccess(found::set).map(told),
        () -> work.apply(Objects.requireNonNull(found.get())));
  }

  /** A change of which nothing is to be told beforehand. */
  public AuditedChange(About about, Supplier<Future<Made<T>>> work) {
    this(about, () -> Future.succeededFuture(NullNode.instance), work);
  }

  /** The same change, and something made of what it comes to. */
  public <R> AuditedChange<R> then(Function<T, Future<R>> next) {
    return new AuditedChange<>(
        about,
        before,
        () ->
            work.get()
                .compose(
                    made ->
                        next.apply(made.result())
                            .map(result -> new Made<>(result, made.refused(), made.after()))));
  }

  public About about() {
    return about;
  }

  Future<JsonNode> before() {
    return before.get();
  }

  /** Makes it. */
  Future<Made<T>> make() {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
