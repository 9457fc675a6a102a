package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statecraft.db.Rows;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.CanonicalJson;

/** The table {@code audit_log}. */
public final class AuditStore {

  private static final String BEGIN =
      """
      INSERT INTO audit_log
        (who, role, action, connection, asked, before, correlation_id)
      VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb, $7)
      RETURNING id
      """;

  private static final String END =
      """
      UPDATE audit_log
      SET outcome = $2, after = $3::text::jsonb, finished_at = now()
      WHERE id = $1
      """;

  private static final String LIST =
      """
      SELECT id, at, who, role, action, connection, asked::text AS asked, before::text AS before,
        after::text AS after, outcome, finished_at, correlation_id
      FROM audit_log
      WHERE ($1::text[] IS NULL OR connection = ANY($1::text[]))
        AND ($2::bigint IS NULL OR id < $2)
      ORDER BY id DESC
      LIMIT $3
      """;

  /** What became of a change; {@code begun} is one that was cut off, or is under way. */
  public enum Outcome {
    DONE,
    /** It was not carried out, and the caller was told why. */
    REFUSED,
    /** A fault of ours; the log has it under the correlation id. */
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A change before it is made.
   *
   * @param who the name of the token, or of a person at the command line
   * @param role that it has; {@link Audit#COMMAND_LINE} there
   * @param action the operation
   * @param asked what it was asked to do
   * @param before what it finds
   */
  public record Begun(
      String who,
      String role,
      String action,
      Optional<String> connection,
      JsonNode asked,
      JsonNode before,
      String correlationId) {}

  /** An entry as it is shown. */
  public record Entry(
      long id,
      Instant at,
      Begun begun,
      String outcome,
      JsonNode after,
      Optional<Instant> finishedAt) {

    /** For programs. */
    public ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("id", id).put("at", at.toString());
      json.put("who", begun.who()).put("role", begun.role()).put("action", begun.action());
      json.put("connection", begun.connection().orElse(null));
      json.set("asked", begun.asked());
      json.set("before", begun.before());
      json.set("after", after);
      json.put("outcome", outcome);
      json.put("finishedAt", finishedAt.map(Instant::toString).orElse(null));
      return json.put("correlationId", begun.correlationId());
    }
  }

  /** Writes that a change is begun; the number of the entry. */
  public Future<Long> begin(SqlRunner sql, Begun begun) {
    return sql.run(
            BEGIN,
            begun.who(),
            begun.role(),
            begun.action(),
            begun.connection().orElse(null),
            begun.asked().toString(),
            text(begun.before()),
            begun.correlationId())
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  /** Writes what became of it. */
  public Future<Void> end(SqlRunner sql, long id, Outcome outcome, @Nullable JsonNode after) {
    return sql.run(END, id, outcome.word(), text(after)).mapEmpty();
  }

  /**
   * The entries, the newest first.
   *
   * @param connections only of these; empty for all
   * @param before only those with a lower number
   */
  public Future<List<Entry>> list(
      SqlRunner sql, Optional<List<String>> connections, Optional<Long> before, int limit) {
    return sql.run(
            LIST,
            connections.map(each -> each.toArray(String[]::new)).orElse(null),
            before.orElse(null),
            limit)
        .map(Rows.each(AuditStore::entry));
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getLong("id"),
        row.getOffsetDateTime("at").toInstant(),
        new Begun(
            row.getString("who"),
            row.getString("role"),
            row.getString("action"),
            Optional.ofNullable(row.getString("connection")),
            tree(row.getString("asked")),
            tree(row.getString("before")),
            row.getString("correlation_id")),
        row.getString("outcome"),
        tree(row.getString("after")),
        Optional.ofNullable(row.getOffsetDateTime("finished_at")).map(OffsetDateTime::toInstant));
  }

  private static JsonNode tree(@Nullable String text) {
    return text == null ? NullNode.instance : CanonicalJson.read(text);
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.toString();
  }
}
