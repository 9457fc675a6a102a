package org.statecraft.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;

/**
 * One POST, PUT or DELETE of one record.
 *
 * @param body the document to send; null if and only if the verb is DELETE
 * @param shared whether the record belongs to the connection rather than to the student
 * @param sources the Campus objects the record is made from, {@code Object/key}
 * @param after records whose open actions must be done before this one: the old key of a
 *     delete-then-post, the programs an association refers to
 * @param rules the ids of the rules that decided it
 */
public record Action(
    Verb verb,
    ResourceRef record,
    @Nullable ResourceBody body,
    boolean shared,
    List<String> sources,
    List<ResourceRef> after,
    List<String> rules) {

  public Action {
    if ((body == null) != (verb == Verb.DELETE)) {
      throw new IllegalArgumentException("a DELETE has no body, any other action has one");
    }
    sources = List.copyOf(sources);
    after = List.copyOf(after);
    rules = List.copyOf(rules);
  }
}
