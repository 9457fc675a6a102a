package org.statecraft.sync;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.TableName;
import org.statecraft.connections.Connection;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.identity.SentValueStore;
import org.statecraft.identity.TombstoneStore;
import org.statecraft.identity.Tombstones;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.rows.RowStore;
import org.statecraft.rules.Mappings;
import org.statecraft.rules.RuleSet;

/**
 * The context of each connection, kept until its rule set, its preferences or its district's shared
 * rows change. A changed toggle holds for what is decided after it; a changed mapping only when a
 * resync has put it into force.
 */
final class Contexts {

  private static final SentValueStore SENT = new SentValueStore();

  private final Database database;
  private final RowStore rows;
  private final PreferenceStore preferences = new PreferenceStore();
  private final Function<Connection, RuleSet> rules;
  private final Map<ConnectionName, ConnectionContext> current = new ConcurrentHashMap<>();

  Contexts(Database database, RowStore rows, Function<Connection, RuleSet> rules) {
    this.database = database;
    this.rows = rows;
    this.rules = rules;
  }

  /** The context of a connection as of now. */
  Future<ConnectionContext> of(Connection connection) {
    RuleSet rules = this.rules.apply(connection);
    Future<Long> shared = rows.sharedVersion(database, connection.district());
    Future<Long> chosen = preferences.version(database, connection.name());
    ConnectionContext known = current.get(connection.name());
    Future<Map<String, String>> sent = sent(connection, known);
    return Future.all(shared, chosen, sent)
        .compose(
            versions -> {
              return known != null
                      && known.sharedVersion() == shared.result()
                      && known.preferenceVersion() == chosen.result()
                      && known.rules() == rules
                      && known.sent().equals(sent.result())
                  ? Future.succeededFuture(known)
                  : make(connection, rules, chosen.result());
            });
  }

  /** What was sent stays so; it is asked for until there is something. */
  private Future<Map<String, String>> sent(
      Connection connection, @Nullable ConnectionContext known) {
    return known != null && !known.sent().isEmpty()
        ? Future.succeededFuture(known.sent())
        : SENT.of(database, connection.name());
  }

  /**
   * @param version of the preferences, read before they are: newer ones are found out by it
   */
  private Future<ConnectionContext> make(Connection connection, RuleSet rules, long version) {
    return preferences
        .inForce(database, connection.name())
        .compose(chosen -> read(database, rows, connection, rules, chosen, version))
        .onSuccess(made -> current.put(connection.name(), made));
  }

  /** The context of a connection under these rules and preferences, with the shared rows of now. */
  static Future<ConnectionContext> read(
      Database database,
      RowStore rows,
      Connection connection,
      RuleSet rules,
      ResourcePreferences preferences,
      long version) {
    Set<TableName> tables = new HashSet<>();
    for (FactTable table : rules.pack().catalogue().tables().values()) {
      if (table.isShared()) {
        tables.add(table.name());
      }
    }
    Future<Tombstones> tombstones = new TombstoneStore().of(database, connection.name());
    Future<Map<String, String>> sent = SENT.of(database, connection.name());
    return rows.shared(database, connection.district(), tables)
        .compose(shared -> Future.all(tombstones, sent).map(shared))
        .map(
            shared ->
                new ConnectionContext(
                    connection,
                    rules,
                    Mappings.of(rules.pack(), preferences.choices()),
                    enabled(rules, preferences),
                    tombstones.result(),
                    sent.result(),
                    shared,
                    version));
  }

  private static Set<ResourceName> enabled(RuleSet rules, ResourcePreferences preferences) {
    Set<ResourceName> enabled = new HashSet<>();
    for (ResourceDefinition resource : rules.pack().resources().values()) {
      if (preferences.enabled(resource.name(), true)) {
        enabled.add(resource.name());
      }
    }
    return enabled;
  }
}
