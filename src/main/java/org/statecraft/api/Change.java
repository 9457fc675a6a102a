package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.statecraft.edfi.ConnectionName;

/**
 * A change that is to be made and audited.
 *
 * @param connection it is about; empty if about none alone
 * @param asked what it was asked to do
 * @param before tells what it finds, for the audit log
 * @param work makes it
 */
record Change(
    Optional<ConnectionName> connection,
    JsonNode asked,
    Supplier<Future<JsonNode>> before,
    Supplier<Future<Done>> work) {

  /** A change of which nothing is to be told beforehand. */
  Change(Optional<ConnectionName> connection, JsonNode asked, Supplier<Future<Done>> work) {
    this(connection, asked, () -> Future.succeededFuture(NullNode.instance), work);
  }

  /**
   * A change that was made.
   *
   * @param after what it left, for the audit log
   */
  record Done(Answer answer, JsonNode after) {

    /** What is answered is what it left. */
    static Done of(Answer answer) {
      return new Done(answer, answer.body());
    }
  }
}
