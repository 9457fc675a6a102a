package org.statecraft.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.statecraft.db.Tx;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.rules.Decision;
import org.statecraft.rules.RuleTrace;

/**
 * The table {@code decision}: the last decision about each student of whom something was reported,
 * left out or found.
 */
final class DecisionStore {

  private static final String KEEP =
      """
      INSERT INTO decision (connection, student_id, decided_at, revision, exclusions, fired)
      SELECT $1, d.student_id, $2, $3, d.exclusions::jsonb, d.fired::jsonb
      FROM unnest($4::text[], $5::text[], $6::text[]) AS d (student_id, exclusions, fired)
      ORDER BY d.student_id
      ON CONFLICT (connection, student_id) DO UPDATE SET
        decided_at = EXCLUDED.decided_at,
        revision = EXCLUDED.revision,
        exclusions = EXCLUDED.exclusions,
        fired = EXCLUDED.fired
      """;

  private static final String FORGET =
      """
      DELETE FROM decision
      WHERE connection = $1
        AND student_id = ANY($2::text[])
      """;

  /** Keeps the decisions of a batch, all of one revision, decided at {@code now}. */
  Future<Void> keep(
      Tx tx, ConnectionName connection, String revision, Instant now, List<Decision> decisions) {
    List<Decision> telling = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (Decision each : decisions) {
      if (each.desired().isEmpty() && each.exclusions().isEmpty() && each.findings().isEmpty()) {
        silent.add(each.student().value());
      } else {
        telling.add(each);
      }
    }
    Future<Void> forgotten =
        silent.isEmpty()
            ? Future.succeededFuture()
            : tx.run(FORGET, connection.value(), silent.toArray(String[]::new)).mapEmpty();
    if (telling.isEmpty()) {
      return forgotten;
    }
    return forgotten.compose(
        done ->
            tx.run(
                    KEEP,
                    connection.value(),
                    now.atOffset(ZoneOffset.UTC),
                    revision,
                    telling.stream().map(each -> each.student().value()).toArray(String[]::new),
                    telling.stream().map(DecisionStore::exclusions).toArray(String[]::new),
                    telling.stream().map(DecisionStore::fired).toArray(String[]::new))
                .mapEmpty());
  }

  private static String exclusions(Decision decision) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Decision.Excluded each : decision.exclusions()) {
      ObjectNode one = array.addObject();
      each.resource().ifPresent(resource -> one.put("resource", resource.value()));
      one.put("source", each.source()).put("reason", each.reason()).put("rule", each.rule());
    }
    return CanonicalJson.write(array);
  }

  private static String fired(Decision decision) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (RuleTrace.Fired each : decision.trace().fired()) {
      ObjectNode one = array.addObject();
      one.put("rule", each.rule()).put("derived", each.derived());
      ArrayNode matched = one.putArray("matched");
      each.matched().forEach(matched::add);
    }
    return CanonicalJson.write(array);
  }
}
