package org.statecraft.connections;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.PreferenceChange.Kind;
import org.statecraft.connections.PreferenceChange.Mapping;
import org.statecraft.connections.PreferenceChange.Toggle;
import org.statecraft.db.Tx;
import org.statecraft.edfi.ConnectionName;

/** Carries out changes of preferences, and keeps each in the table {@code preference_change}. */
final class PreferenceChangeStore {

  private static final String SET_TOGGLES =
      """
      INSERT INTO resource_preference (connection, resource, enabled)
      SELECT $1, c.resource, c.enabled
      FROM unnest($2::text[], $3::boolean[]) AS c (resource, enabled)
      ON CONFLICT ON CONSTRAINT resource_preference_pk DO UPDATE SET
        enabled = EXCLUDED.enabled,
        changed_at = now()
      """;

  private static final String UNSET_TOGGLES =
      """
      DELETE FROM resource_preference
      WHERE connection = $1
        AND resource = ANY($2::text[])
      """;

  private static final String SET_MAPPINGS =
      """
      INSERT INTO descriptor_mapping (connection, mapping, campus_value, descriptor)
      SELECT $1, c.mapping, c.campus_value, c.descriptor
      FROM unnest($2::text[], $3::text[], $4::text[]) AS c (mapping, campus_value, descriptor)
      ON CONFLICT ON CONSTRAINT descriptor_mapping_pk DO UPDATE SET
        descriptor = EXCLUDED.descriptor,
        changed_at = now()
      """;

  private static final String UNSET_MAPPINGS =
      """
      DELETE FROM descriptor_mapping m
      USING unnest($2::text[], $3::text[]) AS c (mapping, campus_value)
      WHERE m.connection = $1
        AND m.mapping = c.mapping
        AND m.campus_value = c.campus_value
      """;

  private static final String NOTE =
      """
      INSERT INTO preference_change
        (connection, resource, mapping, campus_value, kind, before, after, origin, changed_by)
      SELECT $1, c.resource, c.mapping, c.campus_value, c.kind, c.before, c.after, $2, $3
      FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
        WITH ORDINALITY
        AS c (resource, mapping, campus_value, kind, before, after, place)
      ORDER BY c.place
      """;

  Future<Void> write(
      Tx tx, ConnectionName connection, List<PreferenceChange> changes, Author author) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Toggle> toggles = only(changes, Toggle.class);
    List<Mapping> mappings = only(changes, Mapping.class);
    return toggles(tx, connection, toggles)
        .compose(done -> mappings(tx, connection, mappings))
        .compose(
            done ->
                tx.run(
                    NOTE,
                    connection.value(),
                    author.origin().word(),
                    author.name(),
                    of(changes, each -> each.resource().value(), each -> null),
                    of(changes, each -> null, Mapping::preference),
                    of(changes, each -> null, Mapping::campusValue),
                    of(changes, each -> each.kind().word(), each -> each.kind().word()),
                    of(changes, each -> text(each.before()), Mapping::before),
                    of(changes, each -> text(each.after()), Mapping::after)))
        .mapEmpty();
  }

  private static Future<Void> toggles(Tx tx, ConnectionName connection, List<Toggle> changes) {
    List<Toggle> set = changes.stream().filter(each -> each.after() != null).toList();
    List<Toggle> unset = changes.stream().filter(each -> each.after() == null).toList();
    return when(
            !set.isEmpty(),
            () ->
                tx.run(
                    SET_TOGGLES,
                    connection.value(),
                    texts(set, each -> each.resource().value()),
                    set.stream().map(Toggle::after).toArray(Boolean[]::new)))
        .compose(
            done ->
                when(
                    !unset.isEmpty(),
                    () ->
                        tx.run(
                            UNSET_TOGGLES,
                            connection.value(),
                            texts(unset, each -> each.resource().value()))));
  }

  private static Future<Void> mappings(Tx tx, ConnectionName connection, List<Mapping> changes) {
    List<Mapping> set = changes.stream().filter(each -> each.kind() != Kind.REMOVED).toList();
    List<Mapping> unset = changes.stream().filter(each -> each.kind() == Kind.REMOVED).toList();
    return when(
            !set.isEmpty(),
            () ->
                tx.run(
                    SET_MAPPINGS,
                    connection.value(),
                    texts(set, Mapping::preference),
                    texts(set, Mapping::campusValue),
                    texts(set, Mapping::after)))
        .compose(
            done ->
                when(
                    !unset.isEmpty(),
                    () ->
                        tx.run(
                            UNSET_MAPPINGS,
                            connection.value(),
                            texts(unset, Mapping::preference),
                            texts(unset, Mapping::campusValue))));
  }

  private interface Statement {
    Future<?> run();
  }

  private static Future<Void> when(boolean needed, Statement statement) {
    return needed ? statement.run().mapEmpty() : Future.succeededFuture();
  }

  private static <T> List<T> only(List<PreferenceChange> changes, Class<T> type) {
    return changes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static <T> @Nullable String[] texts(List<T> changes, Function<T, @Nullable String> text) {
    return changes.stream().map(text).toArray(String[]::new);
  }

  private static @Nullable String[] of(
      List<PreferenceChange> changes,
      Function<Toggle, @Nullable String> ofToggle,
      Function<Mapping, @Nullable String> ofMapping) {
    return texts(
        changes,
        each ->
            each instanceof Toggle toggle
                ? ofToggle.apply(toggle)
                : ofMapping.apply((Mapping) each));
  }

  private static @Nullable String text(@Nullable Boolean enabled) {
    return enabled == null ? null : enabled.toString();
  }
}
