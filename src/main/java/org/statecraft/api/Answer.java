package org.statecraft.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What is answered.
 *
 * @param location where what was begun can be looked at; empty if nothing was
 */
record Answer(int status, JsonNode body, Optional<String> location) {

  static Answer ok(JsonNode body) {
    return new Answer(200, body, Optional.empty());
  }

  /** Something was begun that is not done yet. */
  static Answer begun(JsonNode body, String location) {
    return new Answer(202, body, Optional.of(location));
  }
}
