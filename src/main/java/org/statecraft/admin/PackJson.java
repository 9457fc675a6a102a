package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.statecraft.reload.Refusal;
import org.statecraft.reload.Revision;

/** Revisions of packs as JSON. */
public final class PackJson {

  private PackJson() {}

  /** A revision. */
  public static ObjectNode of(Revision each) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("pack", each.pack());
    one.put("revision", each.revision());
    one.put("state", each.state().word());
    one.put("author", each.author());
    one.put("rules", each.rules());
    one.put("cases", each.cases().orElse(null));
    one.put("firstAt", each.firstAt().toString());
    one.put("liveAt", each.liveAt().toString());
    one.put("movedBy", each.movedBy());
    one.put("reason", each.reason());
    return one;
  }

  /** Why files are not in force. */
  public static ObjectNode of(Refusal each) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("pack", each.pack());
    one.put("at", each.at().toString());
    each.problems().forEach(one.putArray("problems")::add);
    return one;
  }
}
