package org.statecraft.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.statecraft.config.Problems;
import org.statecraft.config.Quotes;

/** Checked packs as JSON. */
public final class CheckJson {

  private CheckJson() {}

  /**
   * The packs, and what is wrong.
   *
   * @param all the problems of all of them
   */
  public static ObjectNode of(List<EditedPacks.Result> results, Problems all) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode packs = root.putArray("packs");
    for (EditedPacks.Result each : results) {
      ObjectNode one = packs.addObject();
      one.put("name", each.name());
      one.put("usable", each.checked().flatMap(it -> it.rules()).isPresent());
      each.checked().ifPresent(it -> one.put("revision", it.pack().revision()));
      each.checked().ifPresent(it -> one.put("cases", it.cases().size()));
      each.checked()
          .flatMap(it -> it.rules())
          .ifPresent(rules -> one.put("rules", rules.ruleIds().size()));
    }
    Quotes quotes = new Quotes();
    ProblemJson.add(all.list(), quotes, root.putArray("problems"));
    ProblemJson.add(all.warnings(), quotes, root.putArray("warnings"));
    return root;
  }
}
