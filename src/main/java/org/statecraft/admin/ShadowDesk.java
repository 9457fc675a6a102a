package org.statecraft.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.statecraft.admin.AuditedChange.About;
import org.statecraft.admin.AuditedChange.Made;
import org.statecraft.cases.PackCheck;
import org.statecraft.config.Problems;
import org.statecraft.connections.Connection;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.packs.PackFiles;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSet;
import org.statecraft.shadow.Shadow;
import org.statecraft.shadow.ShadowStore;
import org.statecraft.shadow.ShadowStore.Sample;

/** Revisions that decide silently beside those in force. */
public final class ShadowDesk {

  private final Database database;
  private final ShadowStore store = new ShadowStore();

  public ShadowDesk(Database database) {
    this.database = database;
  }

  /** The shadows, of one connection or of all. */
  public Future<List<Shadow>> list(Optional<ConnectionName> connection) {
    return store.list(database, connection);
  }

  /** What was found, the latest first; {@code before} limits it to lower numbers. */
  public Future<List<Sample>> samples(ConnectionName connection, Optional<Long> before, int limit) {
    return store.samples(database, connection, before, limit);
  }

  /**
   * A pack that can decide beside the one in force.
   *
   * @param files that it was made from
   */
  public record Prepared(Connection connection, String revision, PackFiles files) {}

  /**
   * Checks and compiles the pack of a connection as it stands in folders; takes seconds.
   *
   * @throws org.statecraft.config.InvalidFiles when the pack cannot be used
   */
  public static Prepared prepare(Connection connection, Path rules, Path descriptors)
      throws IOException {
    String pack = connection.pack();
    Problems problems = new Problems();
    ResourceSchemas schemas = ResourceSchemas.load(rules.resolve("schema"), problems);
    PackReader reader = new PackReader(rules, descriptors);
    Optional<RuleSet> checked =
        new PackCheck(reader, schemas).check(pack, problems).flatMap(PackCheck.Checked::rules);
    problems.throwIfAny();
    RuleSet made = checked.orElseThrow().forStandard(schemas, connection.dataStandard());
    return new Prepared(
        connection, made.revision(), PackFiles.read(rules, descriptors).of(reader.lineage(pack)));
  }

  /**
   * Lets a pack decide beside the one in force; every server process takes it up within seconds.
   * What an earlier shadow found is forgotten. It comes to the shadow.
   */
  public AuditedChange<JsonNode> starting(Prepared prepared, String by) {
    ConnectionName name = prepared.connection().name();
    String pack = prepared.connection().pack();
    return new AuditedChange<>(
        new About(
            "startShadow",
            Optional.of(name),
            JsonNodeFactory.instance
                .objectNode()
                .put("pack", pack)
                .put("revision", prepared.revision())),
        () -> now(name),
        () ->
            database
                .inTransaction(
                    tx -> store.start(tx, name, pack, prepared.revision(), prepared.files(), by))
                .compose(started -> now(name))
                .map(now -> Made.of(now, now)));
  }

  /** Ends a shadow and forgets what it found. It comes to whether there was one yet. */
  public AuditedChange<Boolean> stopping(ConnectionName connection) {
    return new AuditedChange<>(
        new About("stopShadow", Optional.of(connection), JsonNodeFactory.instance.objectNode()),
        () -> there(connection),
        () ->
            database
                .inTransaction(tx -> store.stop(tx, connection))
                .map(
                    stopped ->
                        Made.of(
                            stopped,
                            JsonNodeFactory.instance.objectNode().put("stopped", stopped))));
  }

  /** The shadow of a connection; failed with {@link NotThere} if it has none. */
  public Future<JsonNode> there(ConnectionName connection) {
    return now(connection)
        .map(
            shadow -> {
              if (shadow.isNull()) {
                throw new NotThere("nothing decides beside the pack of " + connection);
              }
              return shadow;
            });
  }

  private Future<JsonNode> now(ConnectionName connection) {
    return list(Optional.of(connection))
        .map(
            found ->
                found.stream()
                    .findFirst()
                    .<JsonNode>map(ShadowDesk::json)
                    .orElse(NullNode.instance));
  }

  /** A shadow as JSON. */
  public static ObjectNode json(Shadow shadow) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("connection", shadow.connection().value()).put("pack", shadow.pack());
    json.put("revision", shadow.revision()).put("startedBy", shadow.startedBy());
    json.put("startedAt", shadow.startedAt().toString());
    json.put("students", shadow.counts().students());
    json.put("differing", shadow.counts().differing());
    json.put("differences", shadow.differences());
    json.put("failures", shadow.counts().failures());
    json.put("skipped", shadow.counts().skipped());
    return json.put("lastFailure", shadow.lastFailure());
  }

  /** Something that was found, as JSON. */
  public static ObjectNode json(Sample sample) {
    return PlanJson.of(sample.change()).put("id", sample.id()).put("at", sample.at().toString());
  }
}
