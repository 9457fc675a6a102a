package org.statecraft.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.statecraft.admin.TombstoneDesk;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.identity.TombstoneStore.Tombstone;
import org.statecraft.preferences.Report;

/** Shows what is kept away from an API. */
final class TombstoneReport implements Report {

  private final ConnectionName connection;
  private final List<Tombstone> tombstones;

  TombstoneReport(ConnectionName connection, List<Tombstone> tombstones) {
    this.connection = connection;
    this.tombstones = List.copyOf(tombstones);
  }

  @Override
  public String text() {
    if (tombstones.isEmpty()) {
      return "Nothing is kept away on " + connection + ".\n";
    }
    TextTable table = new TextTable("resource", "student", "by", "since", "key");
    for (Tombstone each : tombstones) {
      table.row(
          each.record().resource().value(),
          each.student() == null ? "-" : each.student().value(),
          each.by(),
          each.at().truncatedTo(ChronoUnit.SECONDS).toString(),
          each.record().key().json());
    }
    return table.toString();
  }

  @Override
  public JsonNode json() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    tombstones.forEach(each -> list.add(TombstoneDesk.json(each)));
    return list;
  }
}
